-- What candidates are given of an exercise, as a ZIP archive; a runner makes it once it was asked for, since
-- only runners load suites.

ALTER TABLE bundles ADD COLUMN kit bytea, ADD COLUMN kit_problem text;
ALTER TABLE bundles ALTER COLUMN kit SET STORAGE EXTERNAL;

-- Asks for the kit of a bundle. Where a runner died over one, whoever asks next asks for it again.
CREATE FUNCTION want_kit(which text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM procrastinate_defer_jobs_v1(ARRAY[
    ROW('grading', 'kit', 20, NULL, 'kit ' || digest, jsonb_build_object('digest', digest, 'slug', slug), NULL)
      ::procrastinate_job_to_defer_v1])
    FROM bundles WHERE digest = which AND kit IS NULL;
EXCEPTION WHEN unique_violation THEN NULL;  -- it waits already
END $$;

CREATE FUNCTION runner_kit(which text, made bytea, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE bundles SET kit = made, kit_problem = why WHERE digest = which AND kit IS NULL;
  PERFORM pg_notify('grading_ended', which);
END $$;

REVOKE EXECUTE ON FUNCTION want_kit, runner_kit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION runner_kit TO grade_runner;
