-- What the service keeps. Runners reach none of these tables: only the functions below, as grade_runner.

CREATE TABLE bundles (
  digest text PRIMARY KEY,
  slug text NOT NULL,
  title text NOT NULL,
  version text NOT NULL,
  summary text NOT NULL,
  most_bytes bigint NOT NULL,
  content bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
-- Compressed already.
ALTER TABLE bundles ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE exercises (
  slug text PRIMARY KEY,
  digest text NOT NULL REFERENCES bundles,
  changed_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE invitations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  slug text NOT NULL REFERENCES exercises,
  candidate text NOT NULL,
  opens_at timestamptz,
  deadline timestamptz,
  extra_minutes integer NOT NULL DEFAULT 0 CHECK (extra_minutes >= 0),
  attempts integer CHECK (attempts > 0),
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE tokens (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- Of 256 random bits, so that a fast hash without salt does.
  sha256 bytea NOT NULL UNIQUE,
  role text NOT NULL CHECK (role IN ('candidate', 'assessor', 'author', 'admin')),
  label text NOT NULL,
  invitation_id uuid REFERENCES invitations ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  CHECK ((role = 'candidate') = (invitation_id IS NOT NULL))
);

CREATE TABLE submissions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  invitation_id uuid REFERENCES invitations ON DELETE CASCADE,
  token_id uuid REFERENCES tokens ON DELETE SET NULL,
  slug text NOT NULL,
  digest text NOT NULL REFERENCES bundles,
  name text NOT NULL,
  parcel bytea NOT NULL,
  sha256 text NOT NULL,
  size bigint NOT NULL,
  note text NOT NULL DEFAULT '',
  received_at timestamptz NOT NULL,
  attempt integer NOT NULL,
  idempotency_key text,
  request_sha256 bytea,
  counted_id bigint,
  UNIQUE (token_id, idempotency_key)
);
CREATE INDEX submissions_by_time ON submissions (slug, received_at DESC, id);
CREATE INDEX submissions_by_invitation ON submissions (invitation_id);

-- One grading of a submission; a repeated one is a row beside it. `lease` counts claims: whoever has not the
-- latest writes nothing.
CREATE TABLE gradings (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  submission_id uuid NOT NULL REFERENCES submissions ON DELETE CASCADE,
  digest text NOT NULL REFERENCES bundles,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed')),
  lease integer NOT NULL DEFAULT 0,
  lease_until timestamptz,
  tries integer NOT NULL DEFAULT 0,
  priority integer NOT NULL DEFAULT 0,
  runner text,
  job_id bigint,
  queued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_at timestamptz,
  finished_at timestamptz,
  report bytea,
  owner text CHECK (owner IN ('candidate', 'author', 'infrastructure')),
  problem text,
  points double precision,
  max_points double precision,
  seconds double precision,
  CHECK ((state = 'running') = (lease_until IS NOT NULL)),
  CHECK ((state = 'done') = (points IS NOT NULL))
);
ALTER TABLE gradings ALTER COLUMN report SET STORAGE EXTERNAL;
CREATE INDEX gradings_by_submission ON gradings (submission_id, id);
CREATE INDEX gradings_open ON gradings (state, id) WHERE state IN ('queued', 'running');
CREATE INDEX gradings_failed ON gradings (id) WHERE state = 'failed';
ALTER TABLE submissions ADD FOREIGN KEY (counted_id) REFERENCES gradings DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE runners (
  name text PRIMARY KEY,
  sandbox text NOT NULL,
  jobs integer NOT NULL,
  seen_at timestamptz NOT NULL
);

CREATE TABLE webhooks (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  url text NOT NULL,
  secret text NOT NULL,
  events text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- What is to be told, written in the transaction in which it came true.
CREATE TABLE outbox (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  webhook_id uuid NOT NULL REFERENCES webhooks ON DELETE CASCADE,
  event text NOT NULL,
  body text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  due_at timestamptz NOT NULL DEFAULT now(),
  tries integer NOT NULL DEFAULT 0,
  delivered_at timestamptz,
  trouble text
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE delivered_at IS NULL;

-- Queues a grading that is there, in whatever transaction this is.
CREATE FUNCTION enqueue(which bigint) RETURNS void LANGUAGE sql AS $$
  UPDATE gradings SET job_id = (procrastinate_defer_jobs_v1(ARRAY[
    ROW('grading', 'grade', priority, NULL, NULL, jsonb_build_object('grading', id), NULL)
      ::procrastinate_job_to_defer_v1]))[1]
  WHERE id = which
$$;

-- What follows from the end of a grading: it counts, and others are told.
CREATE FUNCTION settle(which bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  ended gradings;
BEGIN
  SELECT * INTO ended FROM gradings WHERE id = which;
  -- A repetition that failed takes nothing from a result that there is.
  UPDATE submissions SET counted_id = ended.id
    WHERE id = ended.submission_id
      AND (counted_id IS NULL OR (counted_id < ended.id AND ended.state = 'done')
           OR (SELECT state FROM gradings WHERE id = counted_id) = 'failed');
  INSERT INTO outbox (webhook_id, event, body)
    SELECT w.id, 'submission.' || ended.state, jsonb_build_object(
      'type', 'submission.' || ended.state, 'timestamp', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'data', jsonb_build_object(
        'submission', s.id, 'grading', ended.id, 'exercise', s.slug, 'candidate', i.candidate,
        'attempt', s.attempt, 'points', ended.points, 'max_points', ended.max_points, 'owner', ended.owner))::text
    FROM submissions s LEFT JOIN invitations i ON i.id = s.invitation_id, webhooks w
    WHERE s.id = ended.submission_id AND 'submission.' || ended.state = ANY (w.events);
  PERFORM pg_notify('grading_ended', ended.submission_id::text);
END $$;

-- Gives back what is in no one's hands: running with a lease that ran out, or queued without a job that waits.
CREATE FUNCTION sweep(most_tries integer) RETURNS TABLE (id bigint, state text) LANGUAGE plpgsql AS $$
DECLARE
  lost record;
BEGIN
  FOR lost IN
    SELECT g.id, g.tries FROM gradings g
    WHERE (g.state = 'running' AND g.lease_until < clock_timestamp()
           -- While the database was away nobody could keep a lease: whoever had one may come back with a result.
           AND (g.started_at > pg_postmaster_start_time()
                OR pg_postmaster_start_time() < clock_timestamp() - interval '30 seconds'))
       OR (g.state = 'queued' AND NOT EXISTS (
             SELECT FROM procrastinate_jobs j WHERE j.id = g.job_id
               AND (j.status = 'todo' OR (j.status = 'doing' AND g.queued_at > now() - interval '30 seconds'))))
    FOR UPDATE OF g SKIP LOCKED
  LOOP
    IF lost.tries >= most_tries THEN
      UPDATE gradings g SET state = 'failed', owner = 'infrastructure', finished_at = clock_timestamp(), lease_until = NULL,
        problem = coalesce(problem, 'Its runners were lost, ' || lost.tries || ' times.') WHERE g.id = lost.id;
      PERFORM settle(lost.id);
    ELSE
      UPDATE gradings g SET state = 'queued', queued_at = clock_timestamp(), lease_until = NULL WHERE g.id = lost.id;
      PERFORM enqueue(lost.id);
    END IF;
    RETURN QUERY SELECT g.id, g.state FROM gradings g WHERE g.id = lost.id;
  END LOOP;
  -- What is left of the jobs of workers that died.
  DELETE FROM procrastinate_jobs j WHERE j.status = 'doing' AND NOT EXISTS (
    SELECT FROM procrastinate_workers w WHERE w.id = j.worker_id AND w.last_heartbeat > now() - interval '10 minutes');
  -- One that was killed took no leave.
  DELETE FROM runners WHERE seen_at < now() - interval '1 hour';
END $$;

-- The doors of a runner. Each runs with the rights of whoever made the schema.

CREATE FUNCTION runner_claim(which bigint, by text, for_seconds double precision)
RETURNS TABLE (lease integer, digest text, slug text, parcel bytea, submission_id uuid, tries integer)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE gradings g SET state = 'running', lease = g.lease + 1, tries = g.tries + 1, runner = by,
    lease_until = clock_timestamp() + make_interval(secs => for_seconds), started_at = clock_timestamp()
  FROM submissions s, bundles b
  WHERE g.id = which AND g.state = 'queued' AND s.id = g.submission_id AND b.digest = g.digest
  RETURNING g.lease, g.digest, b.slug, s.parcel, s.id, g.tries
$$;

CREATE FUNCTION runner_keep(which bigint, mine integer, for_seconds double precision) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH still AS (
    UPDATE gradings SET lease_until = clock_timestamp() + make_interval(secs => for_seconds)
    WHERE id = which AND lease = mine AND state = 'running' RETURNING 1)
  SELECT EXISTS (SELECT FROM still)
$$;

CREATE FUNCTION runner_finish(which bigint, mine integer, came jsonb, whole bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE gradings SET
    state = CASE WHEN came->>'points' IS NULL THEN 'failed' ELSE 'done' END,
    report = whole, finished_at = clock_timestamp(), lease_until = NULL,
    owner = came->>'owner', problem = came->>'problem', seconds = (came->>'seconds')::double precision,
    points = (came->>'points')::double precision, max_points = (came->>'max_points')::double precision
  WHERE id = which AND lease = mine AND state = 'running';
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM settle(which);
  RETURN true;
END $$;

-- Back into the queue; or, after too many tries, to rest without a score until a person looks.
CREATE FUNCTION runner_give_back(which bigint, mine integer, why text, most_tries integer, whole bytea)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  now_is text;
BEGIN
  UPDATE gradings SET
    state = CASE WHEN tries >= most_tries THEN 'failed' ELSE 'queued' END, lease_until = NULL, problem = why,
    owner = CASE WHEN tries >= most_tries THEN 'infrastructure' END,
    report = CASE WHEN tries >= most_tries THEN whole END,
    queued_at = clock_timestamp(), finished_at = CASE WHEN tries >= most_tries THEN clock_timestamp() END
  WHERE id = which AND lease = mine AND state = 'running' RETURNING state INTO now_is;
  IF now_is = 'failed' THEN PERFORM settle(which); ELSIF now_is = 'queued' THEN PERFORM enqueue(which); END IF;
  RETURN now_is;
END $$;

CREATE FUNCTION runner_bundle(which text) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT content FROM bundles WHERE digest = which
$$;

CREATE FUNCTION runner_seen(who text, in_sandbox text, at_once integer) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO runners (name, sandbox, jobs, seen_at) VALUES (who, in_sandbox, at_once, clock_timestamp())
  ON CONFLICT (name) DO UPDATE SET sandbox = in_sandbox, jobs = at_once, seen_at = clock_timestamp()
$$;

CREATE FUNCTION runner_left(who text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM runners WHERE name = who
$$;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
DO $$ BEGIN
  -- Roles are the whole server's: another database may have it, or its administrator may have made it for us.
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'grade_runner') THEN CREATE ROLE grade_runner NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
-- So that a runner which is given the owner's login can lower itself to it.
DO $$ BEGIN
  GRANT grade_runner TO CURRENT_USER;
EXCEPTION WHEN insufficient_privilege THEN NULL;
END $$;
GRANT USAGE ON SCHEMA public TO grade_runner;
GRANT EXECUTE ON FUNCTION runner_claim, runner_keep, runner_finish, runner_give_back, runner_bundle, runner_seen,
  runner_left TO grade_runner;
-- The queue's own functions run with the rights of whoever calls them.
GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_workers, procrastinate_events,
  procrastinate_periodic_defers TO grade_runner;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO grade_runner;
DO $$ DECLARE each regprocedure; BEGIN
  FOR each IN SELECT oid::regprocedure FROM pg_proc WHERE proname LIKE 'procrastinate\_%' LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO grade_runner', each);
  END LOOP;
END $$;
