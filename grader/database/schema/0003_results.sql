-- What a runner writes as points is shown on everybody's pages, which can draw only numbers that are ones.

ALTER TABLE gradings ADD CHECK (points IS NULL OR
  (points >= 0 AND max_points >= points AND max_points < 'Infinity'::double precision)) NOT VALID;
