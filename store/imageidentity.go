package store

import (
	"database/sql/driver"
	"fmt"

	engine "modernc.org/sqlite"

	"newskeep/scraper/news"
)

// image_identity is for migrations alone: views and triggers must work in any
// SQLite.
func init() {
	engine.MustRegisterDeterministicScalarFunction("image_identity", 1, func(_ *engine.FunctionContext, args []driver.Value) (driver.Value, error) {
		address, ok := args[0].(string)
		if !ok {
			return nil, fmt.Errorf("image_identity: want a text, got %T", args[0])
		}
		return news.ImageIdentity(address), nil
	})
}
