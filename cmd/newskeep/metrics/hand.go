package metrics

import (
	"fmt"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Handler answers scrapes with the numbers of an archive and, when live is not
// nil, with those of the runs of this process.
func Handler(s Source, live *Live, version string) http.Handler {
	r := registry(version)
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), &archive{Source: s})
	if live != nil {
		r.MustRegister(live.collectors()...)
	}
	return promhttp.HandlerFor(r, promhttp.HandlerOpts{MaxRequestsInFlight: 2, Timeout: countMost + time.Second})
}

// Command is what a command that has ended tells of itself.
type Command struct {
	Name   string // such as crawl
	Status int    // with which it ends
	Ended  time.Time
}

// WriteFile writes what node_exporter's textfile collector reads: how a command
// ended and the numbers of the archive, or that it does not answer when s has none.
// The file is there whole or as it was before.
func WriteFile(file string, c Command, s Source, version string) error {
	r := registry(version)
	status := prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Namespace: "newskeep", Name: "command_last_exit_status",
		Help: "Exit status of the last command: 0 done, 3 some pages unread, 4 blocked, 5 another run held the archive; see newskeep --help.",
	}, []string{"command"})
	ended := prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Namespace: "newskeep", Name: "command_last_end_timestamp_seconds", Help: "When the last command ended, whatever came of it.",
	}, []string{"command"})
	status.WithLabelValues(c.Name).Set(float64(c.Status))
	ended.WithLabelValues(c.Name).Set(seconds(c.Ended))
	r.MustRegister(status, ended)
	if s.Archive != nil {
		r.MustRegister(&archive{Source: s})
	} else {
		up := prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "newskeep", Name: "archive_up", Help: "1 if the archive answered, 0 if not: the other numbers of it are missing then."})
		r.MustRegister(up)
	}
	if err := prometheus.WriteToTextfile(file, r); err != nil {
		return fmt.Errorf("metrics: %w", err)
	}
	return nil
}

func registry(version string) *prometheus.Registry {
	r := prometheus.NewPedanticRegistry()
	info := prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: "newskeep", Name: "build_info", Help: "1; its label says which newskeep this is.",
		ConstLabels: prometheus.Labels{"version": version},
	})
	info.Set(1)
	r.MustRegister(info)
	return r
}
