"""Yamato's statuses as details, by the words of its tracking page (荷物お問い合わせシステム), in Japanese and English.

Sources (2026-11): https://faq.kuronekoyamato.co.jp/app/answers/detail/a_id/3887, the FAQ that lists the statuses, and
http://www.kuronekoyamato.co.jp/ytc/scn/about-tracking.html, which gives the English words beside the Japanese. Those
marked "seen" stand in answers of the page that others have published, without an explanation by Yamato; "recalled"
ones are known from its use and could not be found again. How a reason in brackets is read is assumed.

For a parcel that goes abroad 配達完了 means, says the second page, that the company that takes it abroad has it. The
word does not tell, so it is read as delivered.

Not here, and so unknown: 引渡 ("handed over"), for no text says to whom.
"""

from __future__ import annotations

from shared.carriers.reading.status_words import Meaning, vocabulary
from shared.tracking.cause import Cause
from shared.tracking.detail import Detail

_ANNOUNCED: dict[str, Meaning] = {
    "伝票番号未登録": Detail.PENDING,
    "伝票番号発行": Detail.LABEL_CREATED,  # seen
    "出荷指示": Detail.INFO_RECEIVED,  # seen
    "集荷依頼": Detail.COLLECTION_SCHEDULED,  # recalled
}

_UNDER_WAY: dict[str, Meaning] = {
    "荷物受付": Detail.PICKED_UP,
    "荷受け": Detail.PICKED_UP,  # seen
    "集荷": Detail.PICKED_UP,  # recalled
    "発送": Detail.DEPARTED,
    "発送済み": Detail.DEPARTED,
    "Departure Scan": Detail.DEPARTED,
    "輸送中": Detail.IN_TRANSIT,
    "作業店通過": Detail.PROCESSED,
    "In Transit": Detail.PROCESSED,  # the English page's word for 作業店通過
    "中継店通過": Detail.PROCESSED,  # seen
    "航空搭載": Detail.DEPARTED,  # seen
    "到着": Detail.ARRIVED,  # recalled
    "海外荷物受付": Detail.PICKED_UP,  # seen
    "海外発送": Detail.DEPARTED,  # seen
    "国内到着": Detail.ARRIVED_IN_COUNTRY,  # recalled
    "通関": Detail.CUSTOMS_STARTED,  # recalled
    "通関中": Detail.CUSTOMS_STARTED,  # recalled
    "通関手続中": Detail.CUSTOMS_STARTED,  # recalled
    "通関完了": Detail.CUSTOMS_CLEARED,  # recalled
    "転送": Detail.FORWARDED,
    "委託先引渡": Detail.HANDED_TO_CARRIER,
    "配達店到着": Detail.AT_DELIVERY_DEPOT,
    "配送店到着": Detail.AT_DELIVERY_DEPOT,  # seen
    "Arrival Scan": Detail.AT_DELIVERY_DEPOT,
    "配達準備中": Detail.AT_DELIVERY_DEPOT,
    "配達予定": Detail.DELIVERY_SCHEDULED,  # seen
    "投函予定": Detail.DELIVERY_SCHEDULED,  # seen
    # Kept at the branch: until the chosen day, or for a reason that is not said. Neither is trouble by itself.
    "配達日・時間帯指定(保管中)": Detail.DELIVERY_SCHEDULED,
    "保管中": Detail.AT_DELIVERY_DEPOT,
    "一時保管中": Detail.AT_DELIVERY_DEPOT,
    "配達担当店保管中": Detail.AT_DELIVERY_DEPOT,
    "持戻(引継中)": Detail.AT_DELIVERY_DEPOT,  # handed to another driver; nobody was asked for in vain
    "持戻(日時場所変更)": Detail.DELIVERY_SCHEDULED,  # the recipient chose another time or place
}

_AT_THE_DOOR: dict[str, Meaning] = {
    "配達中": Detail.OUT_FOR_DELIVERY,
    "持ち出し中": Detail.OUT_FOR_DELIVERY,
    "Out for Delivery": Detail.OUT_FOR_DELIVERY,
    "持戻": Detail.ATTEMPT_FAILED,
    "持戻(ご不在)": Detail.NOBODY_HOME,
    "ご不在": Detail.NOBODY_HOME,
    "Hold at Yamato (Consignee Not Available)": Detail.NOBODY_HOME,
    "持戻(休業)": Detail.BUSINESS_CLOSED,  # seen
    "持戻(住所不明)": Detail.ADDRESS_PROBLEM,  # seen
    "持戻(転居)": Detail.RECIPIENT_MOVED,  # seen
    "持戻(転居先不明)": Detail.RECIPIENT_MOVED,
    "持戻(受取ご辞退)": Detail.REFUSED,  # seen
    "持戻(受取拒否)": Detail.REFUSED,
    "持戻(ポスト投函不可)": Detail.ATTEMPT_FAILED,  # seen
    "持戻(宅配BOX不可)": Detail.ATTEMPT_FAILED,
    "ご来店予定(保管中)": Detail.AVAILABLE_FOR_PICKUP,
    "Hold at Yamato (pickup at Yamato's office)": Detail.AVAILABLE_FOR_PICKUP,
    "保管中(ご指定店)": Detail.AVAILABLE_FOR_PICKUP,  # a shop or a locker that takes parcels in for Yamato
}

_DELIVERED: dict[str, Meaning] = {
    "配達完了": Detail.DELIVERED,
    "配送完了": Detail.DELIVERED,  # seen
    "Delivered": Detail.DELIVERED,
    "配達完了(宅配ボックス)": Detail.DELIVERED_TO_LOCKER,
    "配達完了(宅配BOX)": Detail.DELIVERED_TO_LOCKER,
    "配達完了(置き配)": Detail.DELIVERED_TO_SAFE_PLACE,
    # The places that may be chosen for leaving a parcel.
    "配達完了(玄関前)": Detail.DELIVERED_TO_SAFE_PLACE,
    "配達完了(玄関ドア前)": Detail.DELIVERED_TO_SAFE_PLACE,
    "配達完了(ガスメーターボックス)": Detail.DELIVERED_TO_SAFE_PLACE,
    "配達完了(物置)": Detail.DELIVERED_TO_SAFE_PLACE,
    "配達完了(車庫)": Detail.DELIVERED_TO_SAFE_PLACE,
    "配達完了(自転車のかご)": Detail.DELIVERED_TO_SAFE_PLACE,
    "配達完了(建物内受付/管理人預け)": Detail.DELIVERED_TO_SAFE_PLACE,
    "配達完了(郵便受け)": Detail.DELIVERED_TO_MAILBOX,
    "配達完了(ポスト)": Detail.DELIVERED_TO_MAILBOX,
    "配達完了(対面)": Detail.DELIVERED_IN_PERSON,
    "配達完了(店頭受取)": Detail.COLLECTED,
    "投函完了": Detail.DELIVERED_TO_MAILBOX,
    "受取完了": Detail.COLLECTED,  # recalled
    "お客様引渡完了": Detail.COLLECTED,  # seen
}

_TROUBLE: dict[str, Meaning] = {
    "遅延中": Detail.DELAYED,
    "遅延中(天候)": Detail.DELAYED_BY_WEATHER,
    "遅延中(天候不良)": Detail.DELAYED_BY_WEATHER,
    "遅延中(積雪)": Detail.DELAYED_BY_WEATHER,
    "遅延中(台風)": Detail.DELAYED_BY_WEATHER,
    "輸送経路修正": Detail.MISSORTED,
    "調査中": Detail.UNDER_INVESTIGATION,
    "調査中(ご不在)": (Detail.UNDER_INVESTIGATION, Cause.CONSIGNEE),  # seen
    "調査中(住所不明)": Detail.ADDRESS_PROBLEM,
    "調査中(転居)": Detail.RECIPIENT_MOVED,
    "調査中(転居先不明)": Detail.RECIPIENT_MOVED,  # seen
    "調査中(受取ご辞退)": Detail.REFUSED,  # seen
    "調査中(破損)": Detail.DAMAGED,
    "返品": Detail.RETURNING,
    "返送": Detail.RETURNING,
    "返品完了": Detail.RETURNED,
    "返送完了": Detail.RETURNED,
}

_INFORMATION: dict[str, Meaning] = {
    "依頼受付": Detail.INFORMATION,
    "依頼受付(日・時間帯変更)": Detail.ESTIMATE_CHANGED,
    "Request Accepted (alternate delivery schedule arrangement)": Detail.ESTIMATE_CHANGED,
    "依頼受付(店頭受取)": Detail.INFORMATION,
    "Request Accepted (pick up at Yamato's location)": Detail.INFORMATION,
    "依頼受付(再配達)": Detail.DELIVERY_SCHEDULED,  # seen
    "依頼受付(保管)": Detail.INFORMATION,  # seen
    "伝票番号誤り": Detail.INFORMATION,  # about the question, not the parcel
    # By land and sea instead of air. Seen on returns too, so it says nothing about which way the parcel goes.
    "陸・海上切替え": Detail.INFORMATION,
}

status = vocabulary(_ANNOUNCED | _UNDER_WAY | _AT_THE_DOOR | _DELIVERED | _TROUBLE | _INFORMATION)
