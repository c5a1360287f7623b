// Package assistant lets a program that speaks the Model Context Protocol ask the
// archive, with a citation for everything it is given. It reads through
// *store.Reader and can change nothing. https://modelcontextprotocol.io/specification.
package assistant
