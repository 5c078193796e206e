-- Invented pre-sales agents of one month, the same for every run: nobody enquired, nothing sold, no refund rate, band
-- edges are all among them. $people is how many.
WITH draws AS (
  SELECT
    i,
    hash(i * 8 + 1) / 18446744073709551616 AS a,
    hash(i * 8 + 2) / 18446744073709551616 AS b,
    hash(i * 8 + 3) / 18446744073709551616 AS c,
    hash(i * 8 + 4) / 18446744073709551616 AS d,
    hash(i * 8 + 5) / 18446744073709551616 AS e,
    hash(i * 8 + 6) / 18446744073709551616 AS f,
    hash(i * 8 + 7) / 18446744073709551616 AS g
  FROM range($people) AS numbers(i)
), shares AS (
  SELECT
    *,
    CASE WHEN a < 0.01 THEN 0 ELSE CAST(floor(1 + b * 900) AS INTEGER) END AS inquiries,
    CASE WHEN c < 0.2 THEN 0.20 + 0.05 * floor(c * 20) ELSE 0.05 + 0.40 * d END AS share
  FROM draws
), sold AS (
  SELECT *, CASE WHEN a > 0.98 THEN 0 ELSE CAST(round(inquiries * share) AS INTEGER) END AS orders FROM shares
)
SELECT
  printf('p%09d', i) AS subject,
  (250 + floor(e * 251)) / 100 AS service_score,
  CAST(inquiries AS BIGINT) AS inquiries,
  CAST(orders AS BIGINT) AS orders,
  (orders * 3000 + floor(f * orders * 21000)) / 100 AS paid_amount,
  CAST(floor(g * 1201) AS BIGINT) AS chats,
  CASE WHEN b < 0.06 THEN NULL ELSE floor(a * 1401) / 10000 END AS refund_rate,
  CAST(floor(9 * d * d) AS BIGINT) AS complaints
FROM sold
