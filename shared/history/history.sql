-- Facts into history: one row per parcel in the history format (docs/history.md), also of parcels still on their way.
-- Runs unchanged on Athena (Trino) and on DuckDB: of what the two do not both know, nothing is used.
-- Every column is cast first: a JSON file has no types, and one engine guesses dates where the other keeps text.
WITH known AS (
    SELECT
        CAST(fact_id AS varchar) AS fact_id,
        CAST(fact AS varchar) AS fact,
        CAST(happened_at AS timestamp) AS happened_at,
        CAST(told_at AS timestamp) AS told_at,
        CAST(parcel AS varchar) AS parcel,
        CAST(carrier AS varchar) AS carrier,
        CAST(ship_date AS date) AS ship_date,
        CAST(order_id AS varchar) AS order_id,
        CAST(shipment_id AS varchar) AS shipment_id,
        CAST(utc_offset AS integer) AS utc_offset,
        CAST(ordered_at AS timestamp) AS ordered_at,
        CAST(origin_utc_offset AS integer) AS origin_utc_offset,
        CAST(origin_id AS varchar) AS origin_id,
        CAST(origin_country AS varchar) AS origin_country,
        CAST(origin_region AS varchar) AS origin_region,
        CAST(origin_postal AS varchar) AS origin_postal,
        CAST(service AS varchar) AS service,
        CAST(destination_country AS varchar) AS destination_country,
        CAST(destination_postal AS varchar) AS destination_postal,
        CAST(items AS integer) AS items,
        CAST(promised_date AS date) AS promised_date
    FROM facts
),
-- What the shop said last about a shipment stands: parcels that it left out then were never handed over.
registered AS (
    SELECT
        known.*,
        rank() OVER (PARTITION BY order_id, shipment_id ORDER BY told_at DESC) AS newest
    FROM known
    WHERE fact = 'handed_over'
),
numbered AS (
    SELECT
        registered.*,
        row_number() OVER (PARTITION BY parcel, ship_date ORDER BY told_at DESC, fact_id) AS nth
    FROM registered
    WHERE newest = 1 AND parcel IS NOT NULL
),
handed_over AS (
    SELECT * FROM numbered WHERE nth = 1
),
-- What the shop does not say of a hand-over, the promise may: the last one says how it goes, the first one until when.
promised AS (
    SELECT
        order_id,
        max_by(carrier, happened_at) AS carrier,
        max_by(service, happened_at) AS service,
        max_by(origin_id, happened_at) AS origin_id,
        min_by(promised_date, happened_at) AS promised_date
    FROM known
    WHERE fact = 'promised'
    GROUP BY order_id
),
-- A carrier's stage comes under a number only. It is this parcel's within 10 days before and 60 after the hand-over:
-- closer than that no number comes again. (Local time: the fact's own clock, else that of the destination at hand-over.)
happened AS (
    SELECT
        handed_over.parcel,
        handed_over.ship_date,
        known.fact,
        known.happened_at
        + COALESCE(known.utc_offset, handed_over.utc_offset, 0) * INTERVAL '1' MINUTE AS local_at
    FROM handed_over
    JOIN known ON known.parcel = handed_over.parcel
    WHERE known.fact <> 'handed_over'
        AND (
            known.ship_date = handed_over.ship_date
            OR (
                known.ship_date IS NULL
                AND known.happened_at >= handed_over.happened_at - INTERVAL '10' DAY
                AND known.happened_at < handed_over.happened_at + INTERVAL '60' DAY
            )
        )
),
-- The first time counts; of deliveries the last: a parcel that was reopened had not arrived before.
reached AS (
    SELECT
        parcel,
        ship_date,
        min(CASE WHEN fact = 'in_transit' THEN local_at END) AS in_transit_at,
        min(CASE WHEN fact = 'customs_started' THEN local_at END) AS customs_started_at,
        min(CASE WHEN fact = 'at_delivery_depot' THEN local_at END) AS at_delivery_depot_at,
        min(CASE WHEN fact = 'out_for_delivery' THEN local_at END) AS out_for_delivery_at,
        min(CASE WHEN fact = 'attempt_failed' THEN local_at END) AS attempt_failed_at,
        min(CASE WHEN fact = 'held' THEN local_at END) AS held_at,
        min(CASE WHEN fact = 'available_for_pickup' THEN local_at END) AS available_for_pickup_at,
        max(CASE WHEN fact = 'delivered' THEN local_at END) AS delivered_at,
        max(CASE WHEN fact = 'returned' THEN local_at END) AS returned_at
    FROM happened
    GROUP BY parcel, ship_date
)
SELECT
    handed_over.order_id,
    handed_over.parcel,
    CASE
        WHEN reached.delivered_at IS NOT NULL THEN 'delivered'
        WHEN reached.returned_at IS NOT NULL THEN 'returned'
        ELSE 'shipped'
    END AS status,
    substr(CAST(
        handed_over.ordered_at + handed_over.origin_utc_offset * INTERVAL '1' MINUTE AS varchar), 1, 19) AS ordered_at,
    substr(CAST(
        handed_over.happened_at + handed_over.origin_utc_offset * INTERVAL '1' MINUTE AS varchar
    ), 1, 19) AS handed_over_at,
    substr(CAST(reached.delivered_at AS varchar), 1, 19) AS delivered_at,
    CAST(COALESCE(promised.promised_date, handed_over.promised_date) AS varchar) AS promised_date,
    COALESCE(NULLIF(handed_over.origin_id, ''), promised.origin_id, '') AS origin_id,
    handed_over.origin_country,
    handed_over.origin_region,
    handed_over.origin_postal,
    handed_over.destination_country,
    handed_over.destination_postal,
    handed_over.carrier,
    COALESCE(
        NULLIF(handed_over.service, ''),
        CASE WHEN promised.carrier = handed_over.carrier THEN promised.service END,
        ''
    ) AS service,
    handed_over.items,
    substr(CAST(reached.in_transit_at AS varchar), 1, 19) AS in_transit_at,
    substr(CAST(reached.customs_started_at AS varchar), 1, 19) AS customs_started_at,
    substr(CAST(reached.at_delivery_depot_at AS varchar), 1, 19) AS at_delivery_depot_at,
    substr(CAST(reached.out_for_delivery_at AS varchar), 1, 19) AS out_for_delivery_at,
    substr(CAST(reached.attempt_failed_at AS varchar), 1, 19) AS attempt_failed_at,
    substr(CAST(reached.held_at AS varchar), 1, 19) AS held_at,
    substr(CAST(reached.available_for_pickup_at AS varchar), 1, 19) AS available_for_pickup_at
FROM handed_over
LEFT JOIN reached ON reached.parcel = handed_over.parcel AND reached.ship_date = handed_over.ship_date
LEFT JOIN promised ON promised.order_id = handed_over.order_id
ORDER BY ordered_at, order_id, parcel
