/**
 * <parcel-tracking>: where an order's parcels are, in the shop's own pages: "my orders", a thank-you page, an app.
 *
 *   <parcel-tracking api="https://…" token="…"><a slot="fallback" href="…">Track your order</a></parcel-tracking>
 *
 * The token is the one of the shopper's link. Attributes, custom properties, parts and events: docs/storefront.md. What
 * is served is this file minified. Carriers' texts are text nodes, and styles a constructed sheet: it works under a
 * strict Content-Security-Policy and under Trusted Types.
 */

const WORDS = {
  en: {
    preparing: "We are preparing your order", cancelled: "This order was cancelled",
    pending: "Waiting", info_received: "Preparing", in_transit: "On its way", out_for_delivery: "Out for delivery",
    attempt_failed: "Delivery attempted", available_for_pickup: "Ready for pickup", delivered: "Delivered",
    trouble: "There is a problem with your delivery", returning: "On its way back", returned: "Returned",
    expected: "Expected", late: "Later than promised", at_risk: "May be later than promised", more: "See every step",
  },
  ja: {
    preparing: "ご注文の品を準備しています", cancelled: "このご注文はキャンセルされました",
    pending: "確認中", info_received: "出荷準備", in_transit: "輸送中", out_for_delivery: "配達中",
    attempt_failed: "持ち戻り", available_for_pickup: "受け取り可", delivered: "お届け済み",
    trouble: "配送に問題が発生しています", returning: "返送中", returned: "返送済み",
    expected: "お届け予定", late: "ご案内した日より遅れております", at_risk: "ご案内した日より遅れる可能性がございます",
    more: "配送状況の詳細",
  },
  de: {
    preparing: "Wir bereiten Ihre Bestellung vor", cancelled: "Diese Bestellung wurde storniert",
    pending: "Wartet", info_received: "In Arbeit", in_transit: "Unterwegs", out_for_delivery: "In Zustellung",
    attempt_failed: "Nicht übergeben", available_for_pickup: "Abholbereit", delivered: "Zugestellt",
    trouble: "Es gibt ein Problem mit der Lieferung", returning: "Auf dem Rückweg", returned: "Zurückgesandt",
    expected: "Voraussichtlich", late: "Später als zugesagt", at_risk: "Vielleicht später als zugesagt",
    more: "Alle Schritte ansehen",
  },
  pt: {
    preparing: "Estamos preparando seu pedido", cancelled: "Este pedido foi cancelado",
    pending: "Aguardando", info_received: "Preparando", in_transit: "A caminho", out_for_delivery: "Em entrega",
    attempt_failed: "Não entregue", available_for_pickup: "Para retirar", delivered: "Entregue",
    trouble: "Há um problema com a entrega", returning: "Voltando", returned: "Devolvido",
    expected: "Previsão", late: "Depois do prometido", at_risk: "Pode atrasar", more: "Ver todas as etapas",
  },
};

const STYLE = `
:host{display:block;min-height:var(--parcel-tracking-reserve,8em);text-align:start;--a:var(--parcel-tracking-accent,currentColor);
--s:var(--parcel-tracking-soft,color-mix(in srgb,currentColor 75%,transparent));
--l:var(--parcel-tracking-line,color-mix(in srgb,currentColor 25%,transparent))}
:host([hidden]),[hidden]{display:none!important}
[dir]{text-align:-webkit-match-parent;text-align:match-parent}
*,:before{box-sizing:border-box;margin:0;padding:0}
.base,.parcel{display:grid;gap:.5em;line-height:1.5;overflow-wrap:anywhere;word-break:auto-phrase}
.parcel+.parcel{border-top:1px solid var(--l);padding-top:1em}
.base{gap:1em}
.headline{font-weight:600;font-size:1.125em}
.expected strong{font-variant-numeric:tabular-nums}
.standing{font-weight:600}
.news{font-size:.875em;color:var(--s)}
.steps{display:grid;grid-auto-flow:column;grid-auto-columns:1fr;list-style:none;margin:.5em 0}
.step{position:relative;padding:1.75em .25em 0;text-align:center;font-size:.8125em;line-height:1.3;color:var(--s)}
.step:before{content:"";position:absolute;inset:0 auto auto 50%;width:1.25em;height:1.25em;margin-left:-.625em;z-index:1;border:2px solid var(--l);border-radius:50%;background:var(--parcel-tracking-surface,Canvas);font:700 1em/1.1 sans-serif}
.step+.step:after{content:"";position:absolute;top:.5625em;inset-inline-end:50%;width:100%;height:2px;background:var(--l)}
.done:before{content:"✓";border-color:var(--a);color:var(--a)}
.current:before{border:.4em solid var(--a)}
.current{color:inherit;font-weight:600}
.done:after,.current:after{background:var(--a)!important}
a{color:var(--a);text-underline-offset:.2em;min-height:1.75em;width:fit-content}
:focus-visible{outline:2px solid var(--a);outline-offset:2px}
.wait i{display:block;height:1em;margin:.5em 0;border-radius:.25em;background:currentColor;opacity:.12}
.wait i+i{width:60%}
`;

const SECOND = 1000, MINUTE = 60 * SECOND;
const PATIENCE = 8 * SECOND;
const FRESH = 5 * MINUTE;
const UNITS = [["day", 1440], ["hour", 60], ["minute", 1]];

/** A new element of one name as class and part; what is null or false is left out. */
function make(tag, name, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries({ class: name, part: name, ...attributes })) {
    if (value != null && value !== false) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child != null && child !== false));
  return node;
}

/** Where a parcel stands, as a key of the words. */
function stage({ leg, milestone, return_milestone, incident, detail }) {
  if (incident && detail !== "returning") return "trouble";
  if (leg !== "return") return milestone;
  return (return_milestone ?? milestone) === "delivered" ? "returned" : "returning";
}

let sheet;

class ParcelTracking extends HTMLElement {
  static observedAttributes = ["api", "token", "lang", "page"];

  #base;
  #fallback;
  #control;
  #timer;
  #readAt = 0;
  #wake = () => this.#look();

  connectedCallback() {
    if (!this.#base) this.#build();
    document.addEventListener("visibilitychange", this.#wake);
    addEventListener("online", this.#wake);
    this.#load();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.#wake);
    removeEventListener("online", this.#wake);
    clearTimeout(this.#timer);
    this.#control?.abort();
  }

  attributeChangedCallback(name, before, after) {
    if (this.#base && this.isConnected && before !== after) this.#load();
  }

  get #language() {
    return this.getAttribute("lang") || this.closest("[lang]")?.lang || navigator.language;
  }

  #word(name) {
    const words = WORDS[this.#language.slice(0, 2).toLowerCase()] ?? WORDS.en;
    return this.getAttribute("word-" + name.replace(/_/g, "-")) ?? words[name] ?? words.pending;
  }

  #build() {
    const root = this.attachShadow({ mode: "open" });
    if (!sheet && "replaceSync" in CSSStyleSheet.prototype) (sheet = new CSSStyleSheet()).replaceSync(STYLE);
    if (sheet) root.adoptedStyleSheets = [sheet];
    const bars = make("p", "wait", {}, make("i"), make("i"));
    this.#base = make("div", "base", { "aria-busy": true }, bars);
    this.#fallback = make("slot", "", { name: "fallback", hidden: "" });
    root.append(this.#base, this.#fallback);
  }

  /** Again once what is shown is five minutes old, and somebody looks. */
  #look() {
    clearTimeout(this.#timer);
    if (document.hidden || !this.isConnected) return;
    const age = Date.now() - this.#readAt;
    if (age >= FRESH) this.#load();
    else this.#timer = setTimeout(this.#wake, FRESH - age);
  }

  async #load() {
    this.#control?.abort();
    if (!this.getAttribute("api") || !this.getAttribute("token")) return;
    const control = (this.#control = new AbortController());
    let reason;
    const timer = setTimeout(() => control.abort((reason = "timeout")), PATIENCE);
    const api = this.getAttribute("api").replace(/\/+$/, ""), token = encodeURIComponent(this.getAttribute("token"));
    try {
      const asked = { signal: control.signal, credentials: "omit", referrerPolicy: "no-referrer" };
      const response = await fetch(`${api}/v1/track/${token}`, asked);
      if (!response.ok) throw (reason = "http");
      reason = "malformed";
      this.#show(await response.json(), this.getAttribute("page") ?? `${api}/t/${token}`);
      this.#send("load", {});
    } catch {
      const isOver = control !== this.#control || (control.signal.aborted && !reason);
      if (!isOver) this.#fail(reason ?? (navigator.onLine ? "network" : "offline"));
    } finally {
      clearTimeout(timer);
    }
    if (control !== this.#control) return;
    this.#readAt = Date.now();
    this.#look();
  }

  /** What was shown stays, being dated; where nothing was, the page's own words stand. */
  #fail(reason) {
    if (!this.#base.querySelector(".parcel")) {
      this.#base.hidden = true;
      this.#fallback.hidden = false;
    }
    this.#send("error", { reason });
  }

  #show({ parcels, cancelled, expected, as_of: now }, page) {
    const shown = parcels.map((parcel) => this.#parcel(parcel, Date.parse(now)));
    const without = make("div", "parcel", {},
      this.#headline(cancelled ? "cancelled" : "preparing"), this.#expected(expected));
    const leads = /^https?:$/.test(new URL(page, location.href).protocol);
    const link = leads && make("a", "link", { href: page }, this.#word("more"));
    this.#base.replaceChildren(...(shown.length && !cancelled ? shown : [without]), ...[link].filter(Boolean));
    this.#base.removeAttribute("aria-busy");
    this.#base.hidden = false;
    this.#fallback.hidden = true;
  }

  #parcel(parcel, now) {
    const [newest] = parcel.timeline;
    const steps = parcel.steps.map(({ milestone, mark }) =>
      make("li", "step " + mark, { "aria-current": mark === "current" && "step" }, this.#step(milestone, parcel.leg)));
    return make("section", "parcel", {},
      this.#headline(stage(parcel)),
      this.#expected(parcel.expected),
      make("ol", "steps", {}, ...steps),
      newest && make("p", "news", { dir: "auto" }, this.#news(newest, now)));
  }

  #news({ place, message, occurred_at }, now) {
    return [place?.city, message, this.#age(Date.parse(occurred_at) - now)].filter(Boolean).join(" · ");
  }

  #step(milestone, leg) {
    if (leg !== "return" || milestone === "info_received") return this.#word(milestone);
    return this.#word(milestone === "delivered" ? "returned" : "returning");
  }

  #headline(name) {
    return make("p", "headline", {}, this.#word(name));
  }

  #expected(comes) {
    if (!comes) return null;
    const language = this.#language === "en" ? "en-GB" : this.#language;
    const shown = { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" };
    const format = new Intl.DateTimeFormat(language, shown);
    const days = format.formatRange(new Date(comes.earliest), new Date(comes.latest));
    const isLate = ["late", "at_risk"].includes(comes.standing);
    return make("div", "expected", {}, this.#word("expected") + " ", make("strong", "day", {}, days),
      isLate && make("p", "standing", {}, this.#word(comes.standing)));
  }

  /** "2 hours ago", never ahead of now: carriers' clocks may be. */
  #age(milliseconds) {
    const minutes = Math.max(0, Math.floor(-milliseconds / MINUTE));
    const [unit, size] = UNITS.find(([, size]) => minutes >= size) ?? UNITS[2];
    return new Intl.RelativeTimeFormat(this.#language, { numeric: "auto" }).format(-Math.floor(minutes / size), unit);
  }

  #send(name, detail) {
    this.dispatchEvent(new CustomEvent("parcel-tracking:" + name, { detail, bubbles: true, composed: true }));
  }
}

export default ParcelTracking;
if (!customElements.get("parcel-tracking")) customElements.define("parcel-tracking", ParcelTracking);
