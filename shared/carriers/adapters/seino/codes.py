"""Seino's statuses as details, by the words of its tracking page (お荷物お問い合わせ, カンガルー便).

Source (2026-11): https://track.seino.co.jp/kamotsu/GempyoNoShokai.do, whose answers, as others have published them,
hold the words marked "seen". Seino publishes no list of them: the others are assumed from what the trade calls the
same.
"""

from __future__ import annotations

from shared.carriers.reading.status_words import Meaning, vocabulary
from shared.tracking.detail import Detail

_ANNOUNCED: dict[str, Meaning] = {
    "入力されたお問合せ番号が見当りません": Detail.PENDING,  # seen
    "出荷情報受付": Detail.INFO_RECEIVED,
    "集荷依頼": Detail.COLLECTION_SCHEDULED,
}

_UNDER_WAY: dict[str, Meaning] = {
    "受付": Detail.PICKED_UP,  # seen
    "荷受": Detail.PICKED_UP,
    "集荷": Detail.PICKED_UP,
    "発送": Detail.DEPARTED,  # seen
    "出発": Detail.DEPARTED,
    "中継": Detail.PROCESSED,  # seen
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
    "持出": Detail.OUT_FOR_DELIVERY,  # seen
    "持ち出し中": Detail.OUT_FOR_DELIVERY,
    "配達持出": Detail.OUT_FOR_DELIVERY,
    "配達中": Detail.OUT_FOR_DELIVERY,
    "配達": Detail.OUT_FOR_DELIVERY,  # seen; "delivery" may mean that it is done: the weaker reading is taken
    "持戻": Detail.ATTEMPT_FAILED,  # seen
    "持戻(ご不在)": Detail.NOBODY_HOME,
    "不在": Detail.NOBODY_HOME,
    "不在持戻": Detail.NOBODY_HOME,
    "持戻(休業)": Detail.BUSINESS_CLOSED,
    "休業": Detail.BUSINESS_CLOSED,
    "営業所止め": Detail.AVAILABLE_FOR_PICKUP,
    "支店止め": Detail.AVAILABLE_FOR_PICKUP,
}

_DELIVERED: dict[str, Meaning] = {
    "配達済みです": Detail.DELIVERED,  # seen
    "配達済み": Detail.DELIVERED,
    "配達完了": Detail.DELIVERED,
    "配完": Detail.DELIVERED,
    "配達完了(宅配ボックス)": Detail.DELIVERED_TO_LOCKER,
    "配達完了(置き配)": Detail.DELIVERED_TO_SAFE_PLACE,
    "引取完了": Detail.COLLECTED,
    "窓口引渡": Detail.COLLECTED,
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
