package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"newskeep/scraper/news"
)

const (
	// imageTries is how often the file of an image is asked for in vain.
	imageTries = 3
	// imageWait is how long after a failure it is asked for again.
	imageWait = 20 * time.Hour
)

// ImagesDue are up to n images of the run's site, in these roles, of whose picture
// no file is known under any address, those of the newest articles first. An image
// is asked for once a run, and three times in all.
func (s *Store) ImagesDue(ctx context.Context, run news.RunID, roles []news.ImageRole, n int) ([]news.ImageTarget, error) {
	list := []news.ImageTarget{}
	seen := map[string]bool{}
	// CROSS: along the index of articles, so that the newest are found without
	// sorting all of them.
	err := s.read.each(ctx, `SELECT i.id, i.url, i.identity
		FROM article_image ai CROSS JOIN article a ON a.id = ai.article_id CROSS JOIN image i ON i.id = ai.image_id
		WHERE a.site = (SELECT site FROM run WHERE id = ?1) AND ai.role IN (SELECT value FROM json_each(?2))
			AND NOT EXISTS (SELECT 1 FROM image j JOIN image_fetch f ON f.image_id = j.id
				WHERE j.identity = i.identity AND (f.file_id IS NOT NULL OR f.run_id = ?1 OR f.at > ?3))
			AND (SELECT count(*) FROM image_fetch f WHERE f.image_id = i.id) < ?4
		ORDER BY ai.article_id DESC, ai.position`+limit(n),
		[]any{run, jsonList(roles), clock{s.now().Add(-imageWait)}, imageTries},
		func(scan func(...any) error) error {
			var t news.ImageTarget
			err := scan(&t.Image, &t.URL, &t.Identity)
			if !seen[t.Identity] {
				seen[t.Identity] = true
				list = append(list, t)
			}
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("images due in run %d: %w", run, err)
	}
	return list, nil
}

// KeepImage writes an attempt to fetch an image, with what was received. The same
// bytes are one file, from whatever address; bytes that were not kept before are
// added to it.
func (s *Store) KeepImage(ctx context.Context, v *news.ImageVisit) error {
	err := s.write(ctx, func(t *tx) error {
		var file sql.NullInt64
		if f := v.File; f != nil {
			err := t.get(`INSERT INTO image_file (sha256, size, media_type, width, height, phash, problem, first_seen, body)
				VALUES (?, ?, ?, nullif(?, 0), nullif(?, 0), ?, ?, ?, ?)
				ON CONFLICT (sha256) DO UPDATE SET body = coalesce(body, excluded.body) RETURNING id`,
				[]any{f.SHA256, f.Size, f.MediaType, f.Width, f.Height, f.Hash, f.Problem, clock{v.At}, f.Body}, &file)
			if err != nil {
				return err
			}
		}
		resp := v.Response
		if resp == nil {
			resp = &news.Response{URL: v.URL}
		}
		return t.exec(`INSERT INTO image_fetch (run_id, image_id, at, outcome, class, reason, status, url, content_type, bytes, requests, took_ms, file_id)
			VALUES (?, ?, ?, ?, ?, ?, nullif(?, 0), ?, ?, ?, ?, ?, ?)`,
			v.Run, v.Image, clock{v.At}, v.Outcome, v.Class, v.Reason, resp.Status, resp.URL, first(resp.Header["Content-Type"]),
			resp.Wire, resp.Requests, resp.Took.Milliseconds(), file)
	})
	if err != nil {
		return fmt.Errorf("keep image %s: %w", v.URL, err)
	}
	return nil
}

// summariseImages counts what a run did about images; they are traffic of the run
// like its pages.
func (r *Reader) summariseImages(ctx context.Context, s *news.Summary) error {
	sum := news.ImageSummary{Failed: map[string]int{}}
	requests := 0
	err := r.each(ctx, `SELECT class, count(*), count(file_id), sum(bytes), sum(requests),
			count(DISTINCT iif(NOT EXISTS (SELECT 1 FROM image_fetch b WHERE b.file_id = f.file_id AND b.id < f.id AND b.run_id < f.run_id), f.file_id, NULL))
		FROM image_fetch f WHERE run_id = ? GROUP BY class`, []any{s.Run}, func(scan func(...any) error) error {
		var class string
		var n, files, asked, fresh int
		var bytes int64
		if err := scan(&class, &n, &files, &bytes, &asked, &fresh); err != nil {
			return err
		}
		if class == "" {
			sum.Fetched, sum.New = files, fresh
		} else {
			sum.Failed[class] = n
		}
		sum.Bytes += bytes
		requests += asked
		return nil
	})
	if err != nil {
		return fmt.Errorf("images: %w", err)
	}
	if sum.Asked() > 0 {
		s.Images = &sum
		s.Bytes, s.Requests = s.Bytes+sum.Bytes, s.Requests+requests
	}
	return nil
}
