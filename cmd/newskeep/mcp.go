package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"newskeep/cmd/newskeep/assistant"
)

const mcpHelp = `Answer an assistant that speaks the Model Context Protocol, on stdin and stdout. It
gets six tools: search, article, history, placements, count and saved_searches. None
of them can write, each answer carries a citation with article, revision and archive,
and no question runs longer than --timeout. Most assistants are told so:

  {"mcpServers": {"news": {"command": "newskeep", "args": ["mcp", "-a", "/path/to/news.db"]}}}`

func (a *app) mcpCmd() *cobra.Command {
	var o assistant.Options
	cmd := &cobra.Command{
		Use: "mcp", Short: "Let an assistant ask the archive, with citations", Long: mcpHelp, Args: cobra.NoArgs,
		Example: "  newskeep mcp -a news.db        # started by the assistant, not by hand",
		RunE: func(cmd *cobra.Command, _ []string) error {
			r, err := a.reader(cmd.Context())
			if err != nil {
				return err
			}
			defer r.Close()
			if isTerminal(a.stdout) {
				a.note("waiting for JSON-RPC on stdin: an assistant starts this command itself, see --help")
			}
			o.Version = version
			if err := assistant.Serve(cmd.Context(), io.NopCloser(a.stdin), unclosed{a.stdout}, r, o); err != nil {
				return fmt.Errorf("mcp: %w", err)
			}
			return nil
		},
	}
	cmd.Flags().DurationVar(&o.Timeout, "timeout", 0, "stop a question after this long (default 20s)")
	return cmd
}

// unclosed stays open when the one who writes to it is done.
type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }
