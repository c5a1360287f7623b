package profile

import (
	"slices"

	"newskeep/scraper/news"
)

// readImageRoles reads fetch_images, a list of roles.
func readImageRoles(n *node) []news.ImageRole {
	var roles []news.ImageRole
	for _, item := range n.items() {
		switch role := news.ImageRole(item.text()); {
		case role == "": // told already
		case !slices.Contains(news.ImageRoles, role):
			item.fail("%q is no role of images: want lead, inline or gallery", role)
		default:
			roles = append(roles, role)
		}
	}
	return roles
}
