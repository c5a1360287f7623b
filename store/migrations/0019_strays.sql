-- Articles whose id does not stand for their date are asked for by their ids, for every page of the newest hits.
CREATE INDEX article_facet_strays ON article_facet (id, published_at) WHERE out_of_order = 1;
