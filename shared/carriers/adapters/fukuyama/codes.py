"""Fukuyama's statuses as details, by the words of its tracking page (お荷物配送状況照会).

Source (2026-11): https://corp.fukutsu.co.jp/situation/tracking_no, whose answer has a tracking number, the day it was
sent, the time of the enquiry, a status and remarks. Fukuyama publishes no list of its statuses, and no answer was
found: all of these are recalled, or assumed from what the trade calls the same.
"""

from __future__ import annotations

from shared.carriers.reading.status_words import Meaning, vocabulary
from shared.tracking.detail import Detail

_ANNOUNCED: dict[str, Meaning] = {
    "該当データなし": Detail.PENDING,
    "出荷情報受付": Detail.INFO_RECEIVED,
    "集荷依頼": Detail.COLLECTION_SCHEDULED,
}

_UNDER_WAY: dict[str, Meaning] = {
    "受付": Detail.PICKED_UP,
    "荷受": Detail.PICKED_UP,
    "集荷": Detail.PICKED_UP,
    "集荷済み": Detail.PICKED_UP,
    "発送": Detail.DEPARTED,
    "出発": Detail.DEPARTED,
    "中継": Detail.PROCESSED,
    "通過": Detail.PROCESSED,
    "輸送中": Detail.IN_TRANSIT,
    "到着": Detail.ARRIVED,
    "配達店到着": Detail.AT_DELIVERY_DEPOT,
    "転送": Detail.FORWARDED,
    "保管": Detail.AT_DELIVERY_DEPOT,
    "保管中": Detail.AT_DELIVERY_DEPOT,
    "配達予定": Detail.DELIVERY_SCHEDULED,
}

_AT_THE_DOOR: dict[str, Meaning] = {
    "持出": Detail.OUT_FOR_DELIVERY,
    "持ち出し中": Detail.OUT_FOR_DELIVERY,
    "配達持出": Detail.OUT_FOR_DELIVERY,
    "配達中": Detail.OUT_FOR_DELIVERY,
    "持戻": Detail.ATTEMPT_FAILED,
    "持戻(ご不在)": Detail.NOBODY_HOME,
    "不在": Detail.NOBODY_HOME,
    "不在持戻": Detail.NOBODY_HOME,
    "持戻(休業)": Detail.BUSINESS_CLOSED,
    "休業": Detail.BUSINESS_CLOSED,
    "営業所止め": Detail.AVAILABLE_FOR_PICKUP,
    "支店止め": Detail.AVAILABLE_FOR_PICKUP,
}

_DELIVERED: dict[str, Meaning] = {
    "配達完了": Detail.DELIVERED,
    "配達済み": Detail.DELIVERED,
    "配達終了": Detail.DELIVERED,
    "配完": Detail.DELIVERED,
    "配達完了(宅配ボックス)": Detail.DELIVERED_TO_LOCKER,
    "配達完了(置き配)": Detail.DELIVERED_TO_SAFE_PLACE,
    "引取完了": Detail.COLLECTED,
}

_TROUBLE: dict[str, Meaning] = {
    "遅延": Detail.DELAYED,
    "遅延(天候)": Detail.DELAYED_BY_WEATHER,
    "調査中": Detail.UNDER_INVESTIGATION,
    "住所不明": Detail.ADDRESS_PROBLEM,
    "転居先不明": Detail.RECIPIENT_MOVED,
    "受取拒否": Detail.REFUSED,
    "長期不在": Detail.UNCLAIMED,
    "破損": Detail.DAMAGED,
    "返送": Detail.RETURNING,
    "返品": Detail.RETURNING,
    "返送完了": Detail.RETURNED,
    "返品完了": Detail.RETURNED,
}

status = vocabulary(_ANNOUNCED | _UNDER_WAY | _AT_THE_DOOR | _DELIVERED | _TROUBLE)
