package fulltext

import (
	"reflect"
	"testing"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// A statement is not read anew for another value, as FTS5 asks for the pages of its
// segments.
func TestSteady(t *testing.T) {
	db := memory(t)
	texts(t, db, 20)
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	err = conn.Raw(func(conn any) error {
		c := reflect.Indirect(reflect.ValueOf(conn))
		handle, tls := uintptr(c.FieldByName("db").Uint()), (*libc.TLS)(c.FieldByName("tls").UnsafePointer())
		text, err := libc.CString("SELECT pgno FROM f_idx WHERE segid = ?1 AND term <= 'x' ORDER BY term DESC LIMIT ?2")
		if err != nil {
			return err
		}
		defer libc.Xfree(tls, text)
		p := tls.Alloc(8)
		defer tls.Free(8)
		if rc := sqlite3.Xsqlite3_prepare_v2(tls, handle, text, -1, p, 0); rc != sqlite3.SQLITE_OK {
			t.Fatalf("SQLite says %d", rc)
		}
		statement := *at[uintptr](p)
		defer sqlite3.Xsqlite3_finalize(tls, statement)
		for segment := range int64(4) {
			sqlite3.Xsqlite3_bind_int64(tls, statement, 1, segment)
			sqlite3.Xsqlite3_bind_int64(tls, statement, 2, segment+1)
			sqlite3.Xsqlite3_step(tls, statement)
			sqlite3.Xsqlite3_reset(tls, statement)
		}
		if n := sqlite3.Xsqlite3_stmt_status(tls, statement, sqlite3.SQLITE_STMTSTATUS_REPREPARE, 0); n != 0 {
			t.Errorf("read anew %d times", n)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
