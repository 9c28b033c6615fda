"""Sagawa's statuses as details, by the words of its tracking page (お荷物問い合わせサービス).

Source (2026-11): https://k2k.sagawa-exp.co.jp/p/sagawa/web/okurijoinput.jsp, whose answers, as others have published
them, hold the words marked "seen". Sagawa publishes no list of them: the others are assumed from what the trade calls
the same. Before each stands ↓ (done) or ⇒ (where it stands now), which is no part of the word.

Sagawa does not always say that a parcel goes back: its history may just end in 調査中, "please ask the branch".
"""

from __future__ import annotations

from shared.carriers.reading.status_words import Meaning, vocabulary
from shared.tracking.detail import Detail

_ANNOUNCED: dict[str, Meaning] = {
    "伝票番号未登録": Detail.PENDING,  # seen
    "該当なし": Detail.PENDING,  # seen
    "お問い合わせのデータは登録されておりません。": Detail.PENDING,  # seen
    "出荷情報受付": Detail.INFO_RECEIVED,
    "集荷依頼": Detail.COLLECTION_SCHEDULED,
}

_UNDER_WAY: dict[str, Meaning] = {
    "集荷": Detail.PICKED_UP,  # seen
    "集荷完了": Detail.PICKED_UP,
    "集荷受付": Detail.PICKED_UP,
    "荷物受付": Detail.PICKED_UP,  # seen
    "発送": Detail.DEPARTED,
    "輸送中": Detail.IN_TRANSIT,  # seen
    "幹線輸送中": Detail.IN_TRANSIT,
    "中継": Detail.PROCESSED,
    "通過": Detail.PROCESSED,
    "到着": Detail.ARRIVED,
    "転送": Detail.FORWARDED,
    "配達店到着": Detail.AT_DELIVERY_DEPOT,
    "営業所到着": Detail.AT_DELIVERY_DEPOT,
    "配達予定": Detail.DELIVERY_SCHEDULED,
    # Seen both before the first attempt, where a day was chosen, and after one in vain: no trouble by itself.
    "保管中": Detail.AT_DELIVERY_DEPOT,
    "営業所保管": Detail.AT_DELIVERY_DEPOT,
    "配達日指定(保管中)": Detail.DELIVERY_SCHEDULED,
}

_AT_THE_DOOR: dict[str, Meaning] = {
    "配達中": Detail.OUT_FOR_DELIVERY,  # seen
    "配達持出": Detail.OUT_FOR_DELIVERY,
    "持出": Detail.OUT_FOR_DELIVERY,
    "持ち出し中": Detail.OUT_FOR_DELIVERY,
    "持戻": Detail.ATTEMPT_FAILED,  # seen
    "持戻(ご不在)": Detail.NOBODY_HOME,
    "不在持戻": Detail.NOBODY_HOME,
    "ご不在": Detail.NOBODY_HOME,  # seen
    "ご不在のため持ち帰りました。": Detail.NOBODY_HOME,
    "持戻(休業)": Detail.BUSINESS_CLOSED,
    "休業": Detail.BUSINESS_CLOSED,
    "持戻(住所不明)": Detail.ADDRESS_PROBLEM,
    "持戻(転居)": Detail.RECIPIENT_MOVED,
    "持戻(受取拒否)": Detail.REFUSED,
    "営業所受取": Detail.AVAILABLE_FOR_PICKUP,
    "営業所受取(保管中)": Detail.AVAILABLE_FOR_PICKUP,
}

_DELIVERED: dict[str, Meaning] = {
    "配達完了": Detail.DELIVERED,  # seen
    "配達終了": Detail.DELIVERED,  # seen
    "配達完了(宅配ボックス)": Detail.DELIVERED_TO_LOCKER,
    "配達完了(置き配)": Detail.DELIVERED_TO_SAFE_PLACE,
    "配達完了(指定場所)": Detail.DELIVERED_TO_SAFE_PLACE,
    "配達完了(郵便受け)": Detail.DELIVERED_TO_MAILBOX,
    "配達完了(営業所受取)": Detail.COLLECTED,
    "営業所受取完了": Detail.COLLECTED,
    "お客様引渡完了": Detail.COLLECTED,  # seen
}

_TROUBLE: dict[str, Meaning] = {
    "遅延": Detail.DELAYED,
    "遅延(天候)": Detail.DELAYED_BY_WEATHER,
    "調査中": Detail.UNDER_INVESTIGATION,  # seen
    "住所不明": Detail.ADDRESS_PROBLEM,
    "宛先不明": Detail.ADDRESS_PROBLEM,
    "転居": Detail.RECIPIENT_MOVED,
    "転居先不明": Detail.RECIPIENT_MOVED,
    "受取拒否": Detail.REFUSED,
    "受取辞退": Detail.REFUSED,
    "長期不在": Detail.UNCLAIMED,
    "破損": Detail.DAMAGED,
    "返送": Detail.RETURNING,
    "返送中": Detail.RETURNING,
    "差出人返送": Detail.RETURNING,
    "返品": Detail.RETURNING,
    "返送完了": Detail.RETURNED,
    "返品完了": Detail.RETURNED,
}

_INFORMATION: dict[str, Meaning] = {
    "日時変更受付": Detail.ESTIMATE_CHANGED,
    "再配達受付": Detail.DELIVERY_SCHEDULED,
}

status = vocabulary(_ANNOUNCED | _UNDER_WAY | _AT_THE_DOOR | _DELIVERED | _TROUBLE | _INFORMATION)
