-- What a runner that was taken over can do to the work of others.

-- A lease is one that nobody guesses: who counts from 1 would write results for what another grades. It still
-- grows with each claim. It lasts an hour at most, so that nothing waits for a runner that was taken away.
CREATE OR REPLACE FUNCTION runner_claim(which bigint, by text, for_seconds double precision)
RETURNS TABLE (lease integer, digest text, slug text, parcel bytea, submission_id uuid, tries integer)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE gradings g SET state = 'running', tries = g.tries + 1, runner = by,
    lease = g.lease + 1 + ('x' || left(md5(gen_random_uuid()::text), 7))::bit(28)::integer,
    lease_until = clock_timestamp() + make_interval(secs => least(for_seconds, 3600)), started_at = clock_timestamp()
  FROM submissions s, bundles b
  WHERE g.id = which AND g.state = 'queued' AND s.id = g.submission_id AND b.digest = g.digest
  RETURNING g.lease, g.digest, b.slug, s.parcel, s.id, g.tries
$$;

CREATE OR REPLACE FUNCTION runner_keep(which bigint, mine integer, for_seconds double precision) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH still AS (
    UPDATE gradings SET lease_until = clock_timestamp() + make_interval(secs => least(for_seconds, 3600))
    WHERE id = which AND lease = mine AND state = 'running' RETURNING 1)
  SELECT EXISTS (SELECT FROM still)
$$;

-- What it writes is shown on pages, of which many rows are read at once. A row that is still to be changed
-- must keep to that too: else it is never graded, and the sweep that comes by it helps no other.
UPDATE gradings SET problem = left(problem, 20000), runner = left(runner, 500)
  WHERE state IN ('queued', 'running') AND (length(problem) > 20000 OR length(runner) > 500);
ALTER TABLE gradings ADD CHECK (
  length(problem) <= 20000 AND length(runner) <= 500 AND octet_length(report) <= 64 << 20) NOT VALID;
ALTER TABLE bundles ADD CHECK (length(kit_problem) <= 20000) NOT VALID;
