package profile

import (
	"strings"
	"testing"
)

func TestCheckCron(t *testing.T) {
	for _, tt := range []struct{ spec, want string }{ // want: part of the complaint; empty: none
		{"17 */2 * * *", ""},
		{"0,30 6-22/2 1 JAN-mar,Dec Mon-FRI", ""},
		{"5/10 * ? * ?", ""},
		{"  0   0 * * 0 ", ""},
		{"@hourly", ""},
		{"@daily", ""},
		{"@weekly", ""},
		{"@monthly", ""},
		{"0 0 29 2 *", ""},
		{"0 0 31 4,5 *", ""},
		{"0 0 30 2 1", ""},   // Mondays of February
		{"0 0 30 2 */2", ""}, // a step restricts the weekday too
		{"0 0 30 2 *", "would never run"},
		{"0 0 31 4,6,9,11 *", "would never run"},
		{"0 0 30-31 feb ?", "would never run"},
		{"", "got 0"},
		{"* * * * * *", "got 6"},
		{"* * * *", "got 4"},
		{"TZ=UTC * * * * *", "zone has a key"},
		{"CRON_TZ=UTC", "zone has a key"},
		{"TZ=UTC", "zone has a key"},
		{"@every 1h", "want five fields or one of"},
		{"@Daily", "want five fields or one of"},
		{"60 * * * *", `minute "60"`},
		{"* 24 * * *", "hour"},
		{"* * 0 * *", "day of the month"},
		{"* * 32 * *", "day of the month"},
		{"* * * 13 *", "month"},
		{"* * * * 7", "Sunday is 0"},
		{"* * * mon *", "month"},
		{"jan * * * *", "minute"},
		{"*/0 * * * *", "step"},
		{"*/61 * * * *", "step"},
		{"*/-1 * * * *", "step"},
		{"*/ * * * *", "step"},
		{"*/2/2 * * * *", "step"},
		{"+5 * * * *", "minute"},
		{"-5 * * * *", "minute"},
		{"5- * * * *", "minute"},
		{"5-1 * * * *", "ends before it begins"},
		{"1,,2 * * * *", "minute"},
		{"*-5 * * * *", "minute"},
		{"99999999999999999999 * * * *", "minute"},
	} {
		err := checkCron(tt.spec)
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("checkCron(%q) = %v, want %q", tt.spec, err, tt.want)
		}
	}
}
