// Package fulltext gives SQL what its own words cannot say to a full-text index:
// functions that look at the hits of a statement while they are counted, [Ranking] and
// [Met]. See https://www.sqlite.org/fts5.html#custom_auxiliary_functions.
//
// FTS5 takes functions from C alone. Here that is Go translated from C, of which the
// driver shows the functions and types but not the connection.
package fulltext

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"unsafe"

	"modernc.org/libc"
	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

func init() { driver.RegisterConnectionHook(register) }

// register makes the functions known to a connection that was just opened.
func register(conn driver.ExecQuerierContext, _ string) error {
	c := reflect.Indirect(reflect.ValueOf(conn))
	if c.Kind() != reflect.Struct || !c.FieldByName("db").IsValid() || !c.FieldByName("tls").IsValid() {
		return errors.New("fulltext: this driver keeps its connection elsewhere")
	}
	db, tls := uintptr(c.FieldByName("db").Uint()), (*libc.TLS)(c.FieldByName("tls").UnsafePointer())
	api, err := fts5(tls, db)
	if err != nil {
		// What SQLite has against the file, its caller knows by the driver's error.
		if _, told := conn.ExecContext(context.Background(), "SELECT fts5(NULL)", nil); told != nil {
			return fmt.Errorf("fulltext: %w", told)
		}
		if api, err = fts5(tls, db); err != nil { // or nothing any more
			return fmt.Errorf("fulltext: %w", err)
		}
	}
	if rc := steady(tls, db); rc != sqlite3.SQLITE_OK {
		return fmt.Errorf("fulltext: SQLite says %d", rc)
	}
	create := called[func(_ *libc.TLS, api, name, data, function, destroy uintptr) int32](at[sqlite3.Tfts5_api](api).FxCreateFunction)
	for name, function := range functions {
		text, err := libc.CString(name)
		if err != nil {
			return err
		}
		rc := create(tls, api, text, 0, pointer(function), 0)
		libc.Xfree(tls, text)
		if rc != sqlite3.SQLITE_OK {
			return fmt.Errorf("fulltext: SQLite says %d", rc)
		}
	}
	return nil
}

// functions of SQL, by their names.
var functions = map[string]func(tls *libc.TLS, api, hit, result uintptr, n int32, args uintptr){"best": best, "met": met}

// steady keeps SQLite from looking at the values of arguments when it reads a statement:
// it would read it anew for others. FTS5 asks for the pages of every segment by a
// statement of its own, which would be read for each, as a number of 0 or 1 counts for
// likely. https://www.sqlite.org/c3ref/c_dbconfig_defensive.html#sqlitedbconfigenableqpsg
func steady(tls *libc.TLS, db uintptr) int32 {
	p := tls.Alloc(16)
	defer tls.Free(16)
	return sqlite3.Xsqlite3_db_config(tls, db, sqlite3.SQLITE_DBCONFIG_ENABLE_QPSG, libc.VaList(p, int32(1), uintptr(0)))
}

// fts5 is the interface of FTS5. https://www.sqlite.org/fts5.html#extending_fts5
func fts5(tls *libc.TLS, db uintptr) (api uintptr, err error) {
	p := tls.Alloc(16)
	defer tls.Free(16)
	statement, into := at[uintptr](p), at[uintptr](p+8)
	*into = 0
	text, err := libc.CString("SELECT fts5(?1)")
	if err != nil {
		return 0, err
	}
	defer libc.Xfree(tls, text)
	kind, err := libc.CString("fts5_api_ptr")
	if err != nil {
		return 0, err
	}
	defer libc.Xfree(tls, kind)
	if rc := sqlite3.Xsqlite3_prepare_v2(tls, db, text, -1, p, 0); rc != sqlite3.SQLITE_OK {
		return 0, fmt.Errorf("SQLite says %d", rc)
	}
	defer sqlite3.Xsqlite3_finalize(tls, *statement)
	sqlite3.Xsqlite3_bind_pointer(tls, *statement, 1, p+8, kind, 0)
	sqlite3.Xsqlite3_step(tls, *statement)
	if *into == 0 {
		return 0, errors.New("there is no FTS5")
	}
	return *into, nil
}

// at is what stands at an address of the translated C's own memory, which stays where
// it is.
func at[T any](address uintptr) *T { return (*T)(unsafe.Add(nil, address)) }

// pointer and called turn functions into their addresses as the translated C has them,
// and back; functions that are not made at run time stay where they are.
func pointer[F any](function F) uintptr { return *(*uintptr)(unsafe.Pointer(&function)) }
func called[F any](address uintptr) F   { return *(*F)(unsafe.Pointer(&address)) }
