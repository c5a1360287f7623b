package fetch

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
)

// reserved are the address blocks that no public site lives in, from the IANA
// special-purpose registries (RFC 6890), where netip has no word for them.
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),       // this network; Linux connects 0.x to itself
	netip.MustParsePrefix("100.64.0.0/10"),   // carrier-grade NAT, RFC 6598
	netip.MustParsePrefix("192.0.0.0/24"),    // protocol assignments
	netip.MustParsePrefix("192.88.99.0/24"),  // 6to4 relays
	netip.MustParsePrefix("198.18.0.0/15"),   // benchmarking inside networks
	netip.MustParsePrefix("240.0.0.0/4"),     // reserved, and broadcast
	netip.MustParsePrefix("::/96"),           // IPv4-compatible
	netip.MustParsePrefix("64:ff9b:1::/48"),  // local NAT64, RFC 8215
	netip.MustParsePrefix("100::/64"),        // discard
	netip.MustParsePrefix("2001::/32"),       // Teredo: carries an IPv4 address
	netip.MustParsePrefix("2002::/16"),       // 6to4: carries an IPv4 address
	netip.MustParsePrefix("fec0::/10"),       // site-local, deprecated
	netip.MustParsePrefix("::ffff:0:0:0/96"), // IPv4-translated, RFC 2765
}

// nat64 is the well-known prefix whose last 32 bits are an IPv4 address (RFC 6052).
var nat64 = netip.MustParsePrefix("64:ff9b::/96")

// isPublic reports whether an address is one that the public internet routes.
func isPublic(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	if nat64.Contains(ip) {
		b := ip.As16()
		return isPublic(netip.AddrFrom4([4]byte(b[12:])))
	}
	if !ip.IsValid() || ip.IsUnspecified() || ip.IsLoopback() || ip.IsPrivate() ||
		ip.IsLinkLocalUnicast() || ip.IsMulticast() {
		return false
	}
	for _, p := range reserved {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}

// guardDial is a net.Dialer.Control that refuses private addresses. It sees the
// address a connection is about to be made to, so that a name which resolves
// differently the second time (DNS rebinding) gains nothing.
func guardDial(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !isPublic(at.Addr()) {
		return fmt.Errorf("connect to %s: %w", address, ErrPrivateAddress)
	}
	return nil
}

// guardName refuses a URL whose host is private as it stands: through a proxy
// nothing is resolved here, and guardDial sees the proxy only.
func guardName(u *url.URL) error {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if ip, err := netip.ParseAddr(host); err == nil {
		if isPublic(ip) {
			return nil
		}
		return fmt.Errorf("%s: %w", host, ErrPrivateAddress)
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	// "2130706433", "0x7f.1" and "127.1" are addresses to the C library and to
	// browsers, and never names: no top-level domain starts with a digit.
	numeric := last != "" && '0' <= last[0] && last[0] <= '9'
	if numeric || last == "localhost" || last == "internal" || last == "local" || host == "" {
		return fmt.Errorf("%s: %w", host, ErrPrivateAddress)
	}
	return nil
}
