"""The columns of an order file: which field each holds, whatever it is called.

Documented in docs/importing-orders.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from shared.csv_rows import plain_name
from shared.errors import Invalid

_HEADERS = """
order_id 注文番号 注文id 受注番号 受注id オーダーid orderid ordernumber
order_name 表示番号 ordername
placed_at 注文日時 注文日 受注日時 受注日 購入日時 購入日 placedat orderedat orderdate createdat
email メールアドレス メール 注文者メールアドレス 購入者メールアドレス email mailaddress emailaddress
phone 電話番号 電話 注文者電話番号 購入者電話番号 phone phonenumber telephone mobile
language 言語 ロケール language locale
country 国 国コード 配送先国 お届け先国 届け先国 country countrycode shippingcountry shippingcountrycode
postal 郵便番号 配送先郵便番号 お届け先郵便番号 届け先郵便番号 送付先郵便番号 postal postalcode zip zipcode shippingzip
sku 商品コード 商品番号 商品id 品番 型番 商品管理番号 sku lineitemsku
name 商品名 品名 name itemname productname lineitemname
category 商品カテゴリ 商品カテゴリー カテゴリ カテゴリー category itemcategory productcategory producttype
quantity 数量 個数 注文数 quantity qty lineitemquantity
promised_earliest お届け予定日 お届け予定日自 promisedearliest
promised_latest お届け予定日至 promisedlatest
shipment_id 出荷番号 出荷id 発送id shipmentid
shipped_at 出荷日時 出荷日 発送日時 発送日 出荷完了日 発送完了日 shippedat shipdate shippeddate fulfilledat
carrier 配送業者 配送会社 運送会社 配送方法 carrier trackingcompany
tracking_number 伝票番号 送り状番号 追跡番号 お問い合わせ番号 お問い合わせ伝票番号 配送伝票番号 荷物番号 trackingnumber
line_id 明細id 明細番号 行番号 lineid lineitemid linenumber
price 単価 販売単価 商品単価 価格 販売価格 price unitprice itemprice lineitemprice
discount 商品値引 商品値引額 商品割引 商品割引額 明細値引 明細値引額 discount itemdiscount linediscount lineitemdiscount
tax 商品消費税 明細消費税 税額 tax itemtax linetax lineitemtax
product_id 商品グループid 親商品id productid
vendor ブランド メーカー vendor brand
product_tags 商品タグ producttags itemtags
final_sale 返品不可 finalsale
size サイズ size
color カラー 色 color colour
currency 通貨 通貨コード currency currencycode
tax_included 税区分 taxincluded taxesincluded
shipping 送料 配送料 shipping shippingcost shippingfee shippingprice
order_discount 値引 値引き 値引額 割引 割引額 注文値引 注文値引額 クーポン値引 クーポン値引額 クーポン利用額 割引合計
order_discount orderdiscount discountamount
order_tax 消費税 消費税額 消費税合計 税額合計 taxes ordertax totaltax
total 合計 合計金額 請求金額 ご請求金額 お支払い合計 total ordertotal grandtotal
paid 入金額 支払済額 paid paidamount amountpaid captured
payment_status 入金状況 支払状況 入金ステータス paymentstatus financialstatus
payment_method 支払方法 支払い方法 決済方法 お支払い方法 paymentmethod
customer_id 顧客id 顧客番号 会員id 会員番号 customerid memberid
customer_tier 会員ランク 顧客ランク customertier tier
customer_tags 顧客タグ 会員タグ customertags
tags 注文タグ タグ tags ordertags
channel 販売チャネル 販売経路 モール source channel saleschannel
is_gift ギフト ギフト注文 gift isgift
"""
"""On each line a field, and what its column may be called: in small letters, without blanks, hyphens and the like.

A field that has more names than fit stands on several lines."""

_FIELDS = {name: field for field, *names in map(str.split, _HEADERS.strip().splitlines()) for name in names}
_SHOPIFY_EXPORT = frozenset({"id", "lineitemname", "lineitemquantity"})
"""Columns by which Shopify's own export of orders is known. There, Name is the order's, and so is Id."""


class UnreadableOrderFile(Invalid):
    """The whole file is not what docs/importing-orders.md describes."""

    code = "unreadable_order_file"


def columns_of(header: Sequence[str] | None) -> list[tuple[int, str]]:
    """Which column holds which field. Of two that hold the same, the first counts."""
    names = [plain_name(name) for name in header or ()]
    is_shopifys = _SHOPIFY_EXPORT.issubset(names)
    named = {**_FIELDS, "name": "order_name", "id": "order_id"} if is_shopifys else _FIELDS
    columns: dict[str, int] = {}
    for index, name in enumerate(names):
        field = named.get(name)
        if field is not None:
            columns.setdefault(field, index)
    for field in ("order_id", "placed_at"):
        if field not in columns:
            examples = ", ".join([name for name in _FIELDS if _FIELDS[name] == field][:4])
            raise UnreadableOrderFile(f"The header has no column for {field}, such as {examples}.", field=field)
    return [(index, field) for field, index in columns.items()]
