"""The pre-sales month as somebody would write it with Polars: floats, a hair above every rounding."""

from __future__ import annotations

import polars as pl
from polars import col, when

HAIR = 1 + 1e-12
LEEWAY = 1e-9
"""Polars multiplies by the reciprocal where one divides by a constant, so that 0.35 may come out a hair below."""


def _round(value: pl.Expr, decimals: int) -> pl.Expr:
    scale = 10.0**decimals
    return (value * (scale * HAIR) + 0.5).floor() / scale


def _points_by_curve(value: pl.Expr) -> pl.Expr:
    return (
        when(value <= 50)
        .then(40.0)
        .when(value <= 80)
        .then(_round(40 + (value - 50) * 20 / 30, 4))
        .when(value <= 120)
        .then(_round(60 + (value - 80) * 20 / 40, 4))
        .when(value <= 200)
        .then(_round(80 + (value - 120) * 20 / 80, 4))
        .when(value.is_not_null())
        .then(100.0)
    )


def plan(people: pl.LazyFrame) -> pl.LazyFrame:
    """The query; it runs when it is collected or sunk."""
    conversion, refunds = col("conversion"), col("refunds")
    running = col("base") + col("complaint_points_off")
    return (
        people.with_columns(
            _round(col("service_score"), 6).alias("service"),
            when(col("inquiries") != 0).then(_round(col("orders") / col("inquiries"), 6)).alias("conversion"),
            when(col("orders") != 0).then(_round(col("paid_amount") / col("orders"), 6)).alias("order_value"),
            col("chats").cast(pl.Float64).alias("volume"),
            _round(col("refund_rate"), 6).alias("refunds"),
        )
        .with_columns(
            _round(col("service") * 20, 4).alias("service_points"),
            when(conversion >= 0.35 - LEEWAY)
            .then(100.0)
            .when(conversion >= 0.30 - LEEWAY)
            .then(85.0)
            .when(conversion >= 0.25 - LEEWAY)
            .then(70.0)
            .when(conversion >= 0.20 - LEEWAY)
            .then(60.0)
            .when(conversion.is_not_null())
            .then(30.0)
            .alias("conversion_points"),
            _points_by_curve(col("order_value")).alias("order_value_points"),
            when(col("volume") >= 960).then(120.0).otherwise(_round(col("volume") / 8, 4)).alias("volume_points"),
            when(refunds <= 0)
            .then(100.0)
            .when(refunds < 0.1)
            .then(_round(100 - refunds * 1000, 4))
            .when(refunds.is_not_null())
            .then(0.0)
            .alias("refunds_points"),
        )
        .with_columns(
            _round(
                (
                    35 * col("service_points")
                    + (30 * col("conversion_points")).fill_null(0.0)
                    + (20 * col("order_value_points")).fill_null(0.0)
                    + 10 * col("volume_points")
                    + (5 * col("refunds_points")).fill_null(0.0)
                )
                / (
                    45
                    + when(col("conversion_points").is_null()).then(0).otherwise(30)
                    + when(col("order_value_points").is_null()).then(0).otherwise(20)
                    + when(col("refunds_points").is_null()).then(0).otherwise(5)
                ),
                2,
            ).alias("base"),
            when(col("complaints") >= 4).then(-20.0).otherwise(-5.0 * col("complaints")).alias("complaint_points_off"),
        )
        .with_columns(
            when((col("complaints") >= 6) & (running > 59))
            .then(-_round(running - 59, 2))
            .otherwise(0.0)
            .alias("too_many_complaints")
        )
        .with_columns((running + col("too_many_complaints")).alias("running"))
        .with_columns(
            when(col("running") <= 0)
            .then(0.0)
            .when(col("running") >= 120)
            .then(120.0)
            .otherwise(_round(col("running"), 2))
            .alias("score")
        )
        .select(
            "subject",
            "service",
            "service_points",
            "conversion",
            "conversion_points",
            "order_value",
            "order_value_points",
            "volume",
            "volume_points",
            "refunds",
            "refunds_points",
            "base",
            "complaint_points_off",
            "too_many_complaints",
            "score",
            when(col("score") >= 90 - LEEWAY)
            .then(pl.lit("gold"))
            .when(col("score") >= 75 - LEEWAY)
            .then(pl.lit("silver"))
            .when(col("score") >= 60 - LEEWAY)
            .then(pl.lit("bronze"))
            .otherwise(pl.lit("none"))
            .alias("tier"),
            when(col("score") >= 90 - LEEWAY)
            .then(1000.0)
            .when(col("score") >= 75 - LEEWAY)
            .then(500.0)
            .when(col("score") >= 60 - LEEWAY)
            .then(0.0)
            .otherwise(-200.0)
            .alias("tier_bonus"),
            _round(
                when(col("paid_amount") <= 10000)
                .then(col("paid_amount") * 0.01)
                .when(col("paid_amount") <= 50000)
                .then(100 + (col("paid_amount") - 10000) * 0.02)
                .otherwise(900 + (col("paid_amount") - 50000) * 0.03),
                2,
            ).alias("commission"),
        )
    )
