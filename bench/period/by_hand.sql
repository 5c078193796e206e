-- The pre-sales month as somebody would write it for DuckDB: floats, a hair above every rounding so that a half that
-- binary floats place just below (1.005 at two decimals) is rounded up, as exact arithmetic does.
WITH metrics AS (
  SELECT
    subject,
    paid_amount,
    complaints,
    floor(service_score * 1000000.000001 + 0.5) / 1e6 AS service,
    CASE WHEN inquiries <> 0 THEN floor(orders / inquiries * 1000000.000001 + 0.5) / 1e6 END AS conversion,
    CASE WHEN orders <> 0 THEN floor(paid_amount / orders * 1000000.000001 + 0.5) / 1e6 END AS order_value,
    chats AS volume,
    floor(refund_rate * 1000000.000001 + 0.5) / 1e6 AS refunds
  FROM people
), points AS (
  SELECT
    *,
    floor(service * 20 * 10000.00000001 + 0.5) / 1e4 AS service_points,
    CASE
      WHEN conversion >= 0.35 THEN 100e0
      WHEN conversion >= 0.30 THEN 85
      WHEN conversion >= 0.25 THEN 70
      WHEN conversion >= 0.20 THEN 60
      WHEN conversion IS NOT NULL THEN 30
    END AS conversion_points,
    CASE
      WHEN order_value <= 50 THEN 40
      WHEN order_value <= 80 THEN floor((40 + (order_value - 50) * 20 / 30) * 10000.00000001 + 0.5) / 1e4
      WHEN order_value <= 120 THEN floor((60 + (order_value - 80) * 20 / 40) * 10000.00000001 + 0.5) / 1e4
      WHEN order_value <= 200 THEN floor((80 + (order_value - 120) * 20 / 80) * 10000.00000001 + 0.5) / 1e4
      WHEN order_value IS NOT NULL THEN 100
    END AS order_value_points,
    CASE WHEN volume >= 960 THEN 120 ELSE floor(volume / 8 * 10000.00000001 + 0.5) / 1e4 END AS volume_points,
    CASE
      WHEN refunds <= 0 THEN 100
      WHEN refunds < 0.1 THEN floor((100 - refunds * 1000) * 10000.00000001 + 0.5) / 1e4
      WHEN refunds IS NOT NULL THEN 0
    END AS refunds_points
  FROM metrics
), weighted AS (
  SELECT
    *,
    floor(
      (
        35 * service_points + coalesce(30 * conversion_points, 0) + coalesce(20 * order_value_points, 0)
        + 10 * volume_points + coalesce(5 * refunds_points, 0)
      ) / (
        45 + CASE WHEN conversion_points IS NULL THEN 0 ELSE 30 END
        + CASE WHEN order_value_points IS NULL THEN 0 ELSE 20 END
        + CASE WHEN refunds_points IS NULL THEN 0 ELSE 5 END
      ) * 100.0000000001 + 0.5
    ) / 1e2 AS base,
    CASE WHEN complaints >= 4 THEN -20e0 ELSE -5 * complaints END AS complaint_points_off
  FROM points
), limited AS (
  SELECT
    *,
    CASE
      WHEN complaints >= 6 AND base + complaint_points_off > 59
      THEN -floor((base + complaint_points_off - 59) * 100.0000000001 + 0.5) / 1e2
      ELSE 0
    END AS too_many_complaints
  FROM weighted
), scored AS (
  SELECT
    *,
    CASE
      WHEN base + complaint_points_off + too_many_complaints <= 0 THEN 0
      WHEN base + complaint_points_off + too_many_complaints >= 120 THEN 120
      ELSE floor((base + complaint_points_off + too_many_complaints) * 100.0000000001 + 0.5) / 1e2
    END AS score
  FROM limited
)
SELECT
  subject,
  service,
  service_points,
  conversion,
  conversion_points,
  order_value,
  order_value_points,
  volume,
  volume_points,
  refunds,
  refunds_points,
  base,
  complaint_points_off,
  too_many_complaints,
  score,
  CASE WHEN score >= 90 THEN 'gold' WHEN score >= 75 THEN 'silver' WHEN score >= 60 THEN 'bronze' ELSE 'none' END
    AS tier,
  CASE WHEN score >= 90 THEN 1000e0 WHEN score >= 75 THEN 500 WHEN score >= 60 THEN 0 ELSE -200 END AS tier_bonus,
  floor(
    CASE
      WHEN paid_amount <= 10000 THEN paid_amount * 0.01e0
      WHEN paid_amount <= 50000 THEN 100 + (paid_amount - 10000) * 0.02e0
      ELSE 900 + (paid_amount - 50000) * 0.03e0
    END * 100.0000000001 + 0.5
  ) / 1e2 AS commission
FROM scored
