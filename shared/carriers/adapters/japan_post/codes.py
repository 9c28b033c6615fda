"""Japan Post's statuses as details, by the words of its tracking page (郵便追跡サービス), in Japanese and English.

Source (2026-11): https://trackings.post.japanpost.jp/services/srv/search/, whose answers, as others have published
them, hold these words. International items carry the words of the UPU's tracking events, which the English page writes
as they are. Those marked "recalled" are known from the page's use and could not be found again.
"""

from __future__ import annotations

from shared.carriers.reading.status_words import Meaning, vocabulary
from shared.tracking.detail import Detail

_DOMESTIC: dict[str, Meaning] = {
    "引受": Detail.PICKED_UP,
    "Posting/Collection": Detail.PICKED_UP,
    "中継": Detail.PROCESSED,
    "通過": Detail.PROCESSED,
    "En route": Detail.PROCESSED,
    "到着": Detail.AT_DELIVERY_DEPOT,
    "Processing at delivery Post Office": Detail.AT_DELIVERY_DEPOT,  # the English page's word for 到着
    "最寄局・最寄店送付": Detail.DEPARTED,  # to the post office or shop where the recipient takes it
    "転送": Detail.FORWARDED,
    "Redirection": Detail.FORWARDED,  # recalled
    # Kept at the post office: for the chosen day, for collection, or after an attempt. Which of them is not said, so
    # it is read as the weakest.
    "保管": Detail.AT_DELIVERY_DEPOT,
    "Retention": Detail.AT_DELIVERY_DEPOT,
    "配達希望受付": Detail.DELIVERY_SCHEDULED,
    "A request for re-delivery was received.": Detail.DELIVERY_SCHEDULED,
    "持ち出し中": Detail.OUT_FOR_DELIVERY,
    "Allocated to delivery staff": Detail.OUT_FOR_DELIVERY,
    "配達局から出発": Detail.OUT_FOR_DELIVERY,
    "ご不在のため持ち戻り": Detail.NOBODY_HOME,
    "ご不在": Detail.NOBODY_HOME,
    "Absence. Attempted delivery.": Detail.NOBODY_HOME,
    "お届け先休日のため保管": Detail.BUSINESS_CLOSED,
    "Office closed. Retention.": Detail.BUSINESS_CLOSED,
    "Office closed": Detail.BUSINESS_CLOSED,
    "窓口でお渡し可能": Detail.AVAILABLE_FOR_PICKUP,  # recalled
    "コンビニエンスストアに引渡": Detail.AVAILABLE_FOR_PICKUP,  # with the shop that hands it out
}

_DELIVERED: dict[str, Meaning] = {
    "お届け先にお届け済み": Detail.DELIVERED,
    "お届け済み": Detail.DELIVERED,
    "Final delivery": Detail.DELIVERED,
    "Delivered": Detail.DELIVERED,  # recalled
    "窓口でお渡し": Detail.COLLECTED,
    "Final delivery - Collected at counter": Detail.COLLECTED,
    "お届け済み(宅配ボックス)": Detail.DELIVERED_TO_LOCKER,  # recalled
    "お届け済み(郵便受箱)": Detail.DELIVERED_TO_MAILBOX,  # recalled
    "お届け済み(指定場所)": Detail.DELIVERED_TO_SAFE_PLACE,  # recalled
}

_TROUBLE: dict[str, Meaning] = {
    "調査中": Detail.UNDER_INVESTIGATION,
    "あて所不明": Detail.ADDRESS_PROBLEM,  # recalled
    "あて先不明": Detail.ADDRESS_PROBLEM,  # recalled
    "あて所に尋ねあたりません": Detail.ADDRESS_PROBLEM,  # recalled
    "転居先不明": Detail.RECIPIENT_MOVED,  # recalled
    "受取拒否": Detail.REFUSED,  # recalled
    "受取拒絶": Detail.REFUSED,  # recalled
    "保管期間経過": Detail.UNCLAIMED,  # recalled
    "差出人に返送": Detail.RETURNING,
    "Return to Sender": Detail.RETURNING,
    "差出人に返送済み": Detail.RETURNED,
    "Returned to Sender": Detail.RETURNED,
    "Not registered": Detail.PENDING,
}

_INTERNATIONAL: dict[str, Meaning] = {
    "国際交換局に到着": Detail.ARRIVED,
    "国際交換支店に到着": Detail.ARRIVED,  # an older name
    "Arrival at outward office of exchange": Detail.ARRIVED,
    "国際交換局から発送": Detail.DEPARTED,
    "国際交換支店から発送": Detail.DEPARTED,
    "Dispatch from outward office of exchange": Detail.DEPARTED,
    "Departure from outward office of exchange": Detail.DEPARTED,
    "Arrival at transit office of exchange": Detail.ARRIVED,  # recalled
    "Departure from transit office of exchange": Detail.DEPARTED,  # recalled
    "Arrival at inward office of exchange": Detail.ARRIVED_IN_COUNTRY,
    "Departure from inward office of exchange": Detail.DEPARTED,
    "Dispatch to overland transport": Detail.DEPARTED,  # in bond, to the office that clears it
    "Arrival at overland transport": Detail.ARRIVED,
    "保税運送中": Detail.DEPARTED,  # recalled
    "保税運送到着": Detail.ARRIVED,  # recalled
    "Arrival at Sorting Center": Detail.ARRIVED,
    "通関手続中": Detail.CUSTOMS_STARTED,
    "In Customs": Detail.CUSTOMS_STARTED,
    "税関検査のため税関へ提示": Detail.CUSTOMS_STARTED,
    "通関検査のため税関へ提示": Detail.CUSTOMS_STARTED,
    "Item presented to import Customs": Detail.CUSTOMS_STARTED,
    "Item presented to export Customs": Detail.CUSTOMS_STARTED,
    # "Held" is how the UPU says that the customs have it; most such items are through in days.
    "Held by import Customs": Detail.CUSTOMS_STARTED,
    "Held by export Customs": Detail.CUSTOMS_STARTED,  # recalled
    "税関から到着": Detail.CUSTOMS_CLEARED,
    "税関から受領": Detail.CUSTOMS_CLEARED,  # recalled
    "Item returned from import Customs": Detail.CUSTOMS_CLEARED,
    "Item returned from export Customs": Detail.CUSTOMS_CLEARED,
    "Item out for physical delivery": Detail.OUT_FOR_DELIVERY,
    "Attempted/unsuccessful delivery": Detail.ATTEMPT_FAILED,  # recalled
    "Unsuccessful delivery": Detail.ATTEMPT_FAILED,  # recalled
}

status = vocabulary(_DOMESTIC | _DELIVERED | _TROUBLE | _INTERNATIONAL)
