"""What stands on labels, slips and customs forms, by language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One language."""

    label: str
    slip: str
    to: str
    sender: str
    number: str
    """Of the return."""
    valid_until: str
    item: str
    sku: str
    quantity: str
    reason: str
    total: str
    page: str
    how: tuple[str, ...]
    """What to do with the slip, one step each."""
    how_label: str
    """One sentence on the label."""
    honorific: str = ""
    """After a company's name."""


_EN = Words(
    label="RETURN",
    slip="Return slip",
    to="To",
    sender="From",
    number="Return no.",
    valid_until="Valid until",
    item="Item",
    sku="SKU",
    quantity="Qty",
    reason="Reason",
    total="Pieces",
    page="Page",
    how=(
        "Put only what is listed here into the parcel, and this slip on top.",
        "Remove old labels, and stick the return label on flat.",
        "Keep the receipt until you hear from us.",
    ),
    how_label="Cover or remove all other labels and barcodes.",
)
_JA = Words(
    label="返品",
    slip="返品同梱票",
    to="お届け先",
    sender="ご依頼主",
    number="返品番号",
    valid_until="有効期限",
    item="商品名",
    sku="品番",
    quantity="数量",
    reason="理由",
    total="合計点数",
    page="ページ",
    how=(
        "この票にある商品だけを箱に入れ、この票をいちばん上に同梱してください。",
        "古い伝票をはがし、返品用ラベルを平らな面に貼ってください。",
        "お受け取りのご連絡まで、控えを保管してください。",
    ),
    how_label="古い伝票やバーコードは、はがすか隠してください。",
    honorific="御中",
)
_DE = Words(
    label="RÜCKSENDUNG",
    slip="Rücksendeschein",
    to="An",
    sender="Von",
    number="Retourennummer",
    valid_until="Gültig bis",
    item="Artikel",
    sku="Art.-Nr.",
    quantity="Menge",
    reason="Grund",
    total="Stück",
    page="Seite",
    how=(
        "Legen Sie nur die hier genannten Artikel ins Paket, und diesen Schein obenauf.",
        "Entfernen Sie alte Etiketten, und kleben Sie das Rücksendeetikett glatt auf.",
        "Bewahren Sie den Beleg auf, bis Sie von uns hören.",
    ),
    how_label="Alte Etiketten und Strichcodes bitte entfernen oder abdecken.",
)
_PT = Words(
    label="DEVOLUÇÃO",
    slip="Guia de devolução",
    to="Para",
    sender="De",
    number="N.º da devolução",
    valid_until="Válida até",
    item="Artigo",
    sku="Ref.",
    quantity="Qtd.",
    reason="Motivo",
    total="Peças",
    page="Página",
    how=(
        "Coloque na embalagem apenas o que consta desta lista, com esta guia por cima.",
        "Retire as etiquetas antigas e cole bem a etiqueta de devolução.",
        "Guarde o comprovativo até receber notícias nossas.",
    ),
    how_label="Retire ou tape todas as outras etiquetas e códigos de barras.",
)
WORDS = {"de": _DE, "en": _EN, "ja": _JA, "pt": _PT}


def words(language: str) -> Words:
    """Those of a language (`pt-BR` counts as `pt`); English where there are none."""
    return WORDS.get(language.partition("-")[0].lower(), _EN)
