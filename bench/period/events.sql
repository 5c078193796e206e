-- The eight measures as somebody who knows DuckDB writes them: floats, one query for calls and one for half hours.
WITH mine AS (
    SELECT * FROM calls
    WHERE time >= TIMESTAMP '2026-10-31 16:00:00' AND time < TIMESTAMP '2026-11-30 16:00:00'
),
plain AS (
    SELECT
        subject,
        count(*) AS calls_taken,
        avg(talk) AS mean_talk,
        quantile_cont(talk::DOUBLE, 0.9) AS talk_p90,
        stddev_pop(talk) AS talk_deviation,
        count(*) FILTER (WHERE wait <= 20) / nullif(count(wait), 0) AS service_level,
        count(*) FILTER (WHERE kind = 'complex') / count(*) AS complex_share,
        avg(mark) FILTER (WHERE solved) AS mean_mark
    FROM mine
    GROUP BY subject
),
half_hours AS (
    SELECT subject, count(*) FILTER (WHERE wait <= 20) / nullif(count(wait), 0) AS level
    FROM mine
    GROUP BY subject, time_bucket(INTERVAL 30 MINUTE, time)
),
intervals AS (
    SELECT subject, count(*) FILTER (WHERE level >= 0.8) / count(level) AS half_hours_in_target
    FROM half_hours
    GROUP BY subject
)
SELECT * FROM plain JOIN intervals USING (subject)
