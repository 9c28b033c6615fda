/**
 * <delivery-promise>: when a parcel that is ordered now will come. For product pages, lists and carts.
 *
 *   <delivery-promise api="https://…" key="pk_…" country="JP" sku="CUP-1" remember>
 *     <span slot="fallback">Ships within two days.</span>
 *   </delivery-promise>
 *
 * Attributes, custom properties, parts and events: docs/storefront.md. No dependency; what is served is this file
 * minified.
 *
 * Nothing that is not ours becomes markup: texts are text nodes, styles a constructed sheet. That holds under a strict
 * Content-Security-Policy and under Trusted Types.
 */

/**
 * Our own few words. What the promise itself says comes from the API, in its languages. `units`: as the API writes
 * "2 h 13 min", to find that in its text and let it tick.
 */
const WORDS = {
  en: {
    units: [" d", " h", " min", " s"], gap: " ",
    method: "Delivery", free: "Free", day: "Delivery day", soonest: "As soon as possible", slot: "Time",
    any: "Any time", why: "Why this day?", postal: "Postal code", show: "Show", remember: "Remember on this device",
    check: "Please check the postal code.", none: "We cannot name a delivery day for this place.",
  },
  ja: {
    units: ["日と", "時間", "分", "秒"], gap: "",
    method: "お届け方法", free: "無料", day: "お届け日", soonest: "最短でお届け", slot: "時間帯", any: "指定なし",
    why: "この日になる理由", postal: "郵便番号", show: "お届け日を見る", remember: "この端末に保存する",
    check: "郵便番号をご確認ください", none: "このお届け先には、お届け日をご案内できません",
  },
  de: {
    units: [" T.", " Std.", " Min.", " Sek."], gap: " ",
    method: "Lieferung", free: "Kostenlos", day: "Liefertag", soonest: "So bald wie möglich", slot: "Uhrzeit",
    any: "Beliebig", why: "Warum dieser Tag?", postal: "Postleitzahl", show: "Anzeigen",
    remember: "Auf diesem Gerät merken", check: "Bitte prüfen Sie die Postleitzahl.",
    none: "Für diesen Ort können wir keinen Liefertag nennen.",
  },
  pt: {
    units: [" d", " h", " min", " s"], gap: " ",
    method: "Entrega", free: "Grátis", day: "Dia da entrega", soonest: "O quanto antes", slot: "Horário",
    any: "Qualquer horário", why: "Por que neste dia?", postal: "CEP ou código postal", show: "Mostrar",
    remember: "Lembrar neste aparelho", check: "Confira o código postal.",
    none: "Não conseguimos informar um dia de entrega para este lugar.",
  },
};

const STYLE = `
:host{display:block;min-height:var(--delivery-promise-reserve,3.25em);text-align:start;
--a:var(--delivery-promise-accent,currentColor);--s:var(--delivery-promise-soft,color-mix(in srgb,currentColor 75%,transparent));
--l:var(--delivery-promise-line,color-mix(in srgb,currentColor 25%,transparent));
--r:var(--delivery-promise-radius,.5em);--g:var(--delivery-promise-gap,.75em)}
[dir]{text-align:-webkit-match-parent;text-align:match-parent}
:host([compact]){min-height:var(--delivery-promise-reserve,1.5em)}
:host([hidden]),[hidden]{display:none!important}
*{box-sizing:border-box;font:inherit;color:inherit;margin:0;padding:0}
.base{display:grid;gap:var(--g);line-height:1.5;overflow-wrap:anywhere;word-break:auto-phrase}
[aria-busy] .text{opacity:.5}
.text{font-weight:600;text-wrap:pretty}
:host([compact]) .text{font-weight:inherit}
.countdown{color:var(--a);font-variant-numeric:tabular-nums}
.wait i{display:block;height:1em;margin:.25em 0;border-radius:.25em;background:currentColor;opacity:.12;animation:w 1.6s infinite}
.wait i+i{width:60%}
:host([compact]) .wait i+i{display:none}
@keyframes w{50%{opacity:.05}}
fieldset{border:0;min-width:0;display:grid;gap:.5em}
.option{display:grid;grid-template-columns:auto 1fr auto;gap:0 .75em;align-items:center;min-height:2.75em;padding:.5em .875em;border:1px solid var(--l);border-radius:var(--r);cursor:pointer}
.option:has(:checked){border-color:var(--a);box-shadow:inset 0 0 0 1px var(--a)}
.option input{grid-row:span 2}
.service{grid-column:2}.price{font-variant-numeric:tabular-nums}
.when{grid-column:2/4;color:var(--s);font-size:.875em}
[type]{width:1.25em;height:1.25em;flex:none;accent-color:var(--a)}
:focus-visible{outline:2px solid var(--a);outline-offset:2px}
.dates,form{display:flex;flex-wrap:wrap;gap:.5em;align-items:end}
.field{display:grid;gap:.25em;flex:1 1 9em;font-size:.875em;color:var(--s)}
.entry{font-size:1rem;color:var(--delivery-promise-ink,inherit);width:100%;min-width:0;min-height:2.75em;padding:.25em .75em;border:1px solid var(--delivery-promise-field,color-mix(in srgb,currentColor 60%,transparent));border-radius:var(--r);background:transparent}
option{background:Canvas;color:CanvasText}
button{min-height:2.75em;padding:.25em 1.25em;border:1px solid;border-radius:var(--r);background:transparent;font-weight:600;cursor:pointer}
.remember{flex:1 0 100%;display:flex;gap:.5em;align-items:center;min-height:2em;font-size:.875em;color:var(--s);cursor:pointer}
.error{flex:1 0 100%;font-weight:600}
.error:empty{display:none}
ul{list-style:none;display:grid;gap:.25em;font-size:.875em;color:var(--s)}
summary{cursor:pointer;font-size:.875em;min-height:2em;line-height:2em;width:fit-content}
.said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media(prefers-reduced-motion:reduce){*{animation:none!important}}
`;

const DAY = 864e5, HOUR = 36e5, MINUTE = 6e4, SECOND = 1e3;
const MOMENT = 10, LONGEST = 2 ** 31 - 1;
const PATIENCE = 8 * SECOND;
const MOST_QUESTIONS = 100;
const ASKED = ["country", "sku", "lead-class", "warehouse", "method"];
const IDENTITY = ["method", "service", "warehouse"];
const BUILT = ["lang", "compact", "remember"];

/** All elements on the page; and what the shopper entered here, by country: it lives as long as the page. */
const here = new Set();
const entered = new Map();

/** Questions of this moment, by address and key: `{question as JSON: [who waits for it]}`. */
const queues = new Map();

/**
 * An answer or `{problem}`; throws `{reason, status}`. What all elements ask at one moment is one request; what they
 * ask alike, one question.
 */
function ask(api, key, question, signal) {
  const text = JSON.stringify(question), to = api + " " + key;
  return new Promise((resolve, reject) => {
    if (!queues.has(to)) {
      queues.set(to, new Map());
      setTimeout(() => {
        const all = [...queues.get(to)].filter(([, those]) => those.some((waiter) => !waiter.signal.aborted));
        queues.delete(to);
        while (all.length) exchange(api, key, all.splice(0, MOST_QUESTIONS));
      }, MOMENT);
    }
    const queue = queues.get(to);
    queue.set(text, [...(queue.get(text) ?? []), { resolve, reject, signal }]);
  });
}

/**
 * One question is a GET, which a CDN may answer; several are one POST, as text/plain: no preflight goes before it.
 * It ends when nobody waits for it any more. Reasons: offline, network, timeout, http with the status, malformed.
 */
async function exchange(api, key, asked) {
  const control = new AbortController(), { signal } = control, waiters = asked.flatMap(([, those]) => those);
  let reason, status;
  const timer = setTimeout(() => control.abort((reason = "timeout")), PATIENCE);
  const leave = () => waiters.every((waiter) => waiter.signal.aborted) && control.abort();
  waiters.forEach((waiter) => waiter.signal.addEventListener("abort", leave));
  const questions = asked.map(([text]) => JSON.parse(text)), several = questions.length > 1;
  const query = new URLSearchParams(several ? { key } : { key, ...questions[0] });
  const init = { signal, credentials: "omit", ...(several && { method: "POST", body: JSON.stringify({ questions }) }) };
  try {
    const response = await fetch(`${api.replace(/\/+$/, "")}/v1/promise${several ? ":batch" : ""}?${query}`, init);
    status = response.status;
    const isProblem = !several && [404, 422].includes(status);
    if (!response.ok && !isProblem) throw (reason = "http");
    reason = "malformed";
    const body = await response.json();
    const answers = several ? body.answers : [isProblem ? { problem: body } : body];
    asked.forEach(([, those], index) => those.forEach(({ resolve }) => resolve(answers[index])));
  } catch {
    reason ??= navigator.onLine ? "network" : "offline";
    waiters.forEach(({ reject }) => reject({ reason, status }));
  } finally {
    clearTimeout(timer);
  }
}

/** A new element. Attributes that are false, null or undefined are left out. */
function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") Object.entries(value).forEach(([event, heard]) => node.addEventListener(event, heard));
    else if (value === true) node.setAttribute(name, "");
    else if (value != null && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null && child !== false));
  return node;
}

/** `make`, with the class and the part of one name. */
const piece = (tag, name, attributes, ...children) =>
  make(tag, { class: name, part: name, ...attributes }, ...children);

/** How long that is, as the API writes it, rounded down; with seconds below the hour where they are asked for. */
function duration(milliseconds, { units, gap }, seconds) {
  const minutes = Math.max(seconds ? 0 : 1, Math.floor(milliseconds / MINUTE)), hours = Math.floor(minutes / 60);
  const shown =
    hours >= 24 ? [[Math.floor(hours / 24), 0], [hours % 24, 1]]
    : hours ? [[hours, 1], [minutes % 60, 2]]
    : seconds ? [[minutes, 2], [Math.floor(milliseconds / SECOND) % 60, 3]]
    : [[minutes, 2]];
  return shown.map(([count, unit]) => count + units[unit]).join(gap);
}

/** Whether an answer is one, as far as it is read here. */
const isSound = (answer) =>
  Array.isArray(answer?.options) && answer.options.length > 0 && Date.parse(answer.valid_until) &&
  answer.options.every((option) => typeof option?.text === "string" && Date.parse(option.order_by));

let sheet;

class DeliveryPromise extends HTMLElement {
  static observedAttributes = [...ASKED, ...BUILT, "api", "key", "storefront-key", "postal"];

  #answer = null;
  #option = null;
  #day = "";
  #slot = "";
  #control = null;
  #timer = 0;
  #failures = 0;
  #asked = "";
  #answered = "";
  #skew = 0;
  #until = 0;
  #built = null;
  #changed = "";
  #wake = () => this.#tick();
  #online = () => this.#failures && this.#load(true);

  /** What is chosen, as the API describes it; null while nothing is known. */
  get option() {
    return this.#option;
  }

  /** The API's answer; null while there is none. */
  get answer() {
    return this.#answer;
  }

  connectedCallback() {
    here.add(this);
    document.addEventListener("visibilitychange", this.#wake);
    addEventListener("online", this.#online);
    this.#build();
    this.#load(true);
  }

  disconnectedCallback() {
    here.delete(this);
    document.removeEventListener("visibilitychange", this.#wake);
    removeEventListener("online", this.#online);
    clearTimeout(this.#timer);
    this.#control?.abort();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.#built || !this.isConnected || before === after) return;
    if (BUILT.includes(name)) this.#build();
    queueMicrotask(() => this.isConnected && this.#load());
  }

  /** Ask again now. */
  refresh() {
    this.#load(true);
  }

  get #language() {
    return this.getAttribute("lang") || this.closest("[lang]")?.lang || navigator.language;
  }

  #words(language = this.#language) {
    return WORDS[language.slice(0, 2).toLowerCase()] ?? WORDS.en;
  }

  #word(name) {
    return this.getAttribute("word-" + name) ?? this.#words()[name];
  }

  get #country() {
    return this.getAttribute("country") ?? "";
  }

  get #place() {
    return entered.get(this.#country) ?? this.#stored() ?? this.getAttribute("postal") ?? "";
  }

  /** What is kept on the device, or with a text: keep that; with "": forget. Storage may be forbidden. */
  #stored(postal) {
    if (!this.hasAttribute("remember")) return null;
    const name = "delivery-promise " + this.#country;
    try {
      if (postal) localStorage.setItem(name, postal);
      else if (postal === "") localStorage.removeItem(name);
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  }

  /** The lasting parts: the form keeps what is being typed while answers come and go. */
  #build() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    if (!sheet && "replaceSync" in CSSStyleSheet.prototype) (sheet = new CSSStyleSheet()).replaceSync(STYLE);
    if (sheet) root.adoptedStyleSheets = [sheet];
    const built = {
      promise: make("div", { class: "base" }),
      said: make("p", { class: "said", role: "status" }),
      fallback: make("slot", { name: "fallback", hidden: true }),
    };
    built.base = piece("div", "base", {}, built.promise, this.hasAttribute("compact") ? null : this.#form(built));
    root.replaceChildren(built.base, built.said, built.fallback);
    this.#built = built;
    if (this.#answer) this.#show();
    else this.#wait();
  }

  #form(built) {
    const place = this.#place;
    built.input = piece("input", "entry", {
      name: "postal", value: place, autocomplete: "postal-code", maxlength: 16, "aria-describedby": "error",
    });
    built.error = piece("p", "error", { id: "error", role: "alert" });
    built.keep = make("input", { type: "checkbox", checked: !!this.#stored(), on: { change: () => this.#keep() } });
    return piece("form", "form", { on: { submit: (event) => this.#enter(event) } },
      piece("label", "field", {}, this.#word("postal"), built.input),
      piece("button", "button", {}, this.#word("show")),
      this.hasAttribute("remember") && piece("label", "remember", {}, built.keep, this.#word("remember")),
      built.error,
    );
  }

  #enter(event) {
    event.preventDefault();
    entered.set(this.#country, this.#built.input.value.trim());
    this.#keep();
    this.#changed = "place";
    for (const element of here) {
      if (element.#country !== this.#country) continue;
      if (element.#built.input) element.#built.input.value = this.#place;
      element.#load();
    }
  }

  /** Kept only while the shopper's tick is there; gone the moment it is not. */
  #keep() {
    this.#stored(this.#built.keep.checked ? this.#place : "");
  }

  /** Ask; unless `again`, only what was not asked already. What is shown stays until the answer is there. Without an
   *  address there is nobody to ask yet: pages may set attributes one by one. */
  async #load(again) {
    const question = {};
    for (const name of ASKED) if (this.getAttribute(name)) question[name.replace("-", "_")] = this.getAttribute(name);
    if (this.#place) question.postal = this.#place;
    question.lang = this.#language;
    const api = this.getAttribute("api") ?? "";
    const key = this.getAttribute("storefront-key") ?? this.getAttribute("key") ?? "";
    const asked = JSON.stringify([api, key, question]);
    if (!api || (asked === this.#asked && !again)) return;
    this.#asked = asked;
    this.#control?.abort();
    clearTimeout(this.#timer);
    if (asked !== this.#answered) this.#built.base.setAttribute("aria-busy", true);
    const { signal } = (this.#control = new AbortController());
    try {
      const answer = await ask(api, key, question, signal);
      if (!signal.aborted) this.#take(answer);
    } catch (trouble) {
      if (!signal.aborted) this.#fail(trouble);
    }
  }

  #take(answer) {
    const problem = answer?.problem;
    const says = problem?.field === "postal" ? "check" : /^(no_lane|not_offered)$/.test(problem?.code) ? "none" : "";
    if (says && this.#built.error) return this.#refuse(says);
    if (problem) return this.#fail({ reason: "http", status: 422 });
    if (!isSound(answer)) return this.#fail({ reason: "malformed" });
    const before = this.#option ?? {};
    this.#failures = 0;
    this.#answer = answer;
    this.#answered = this.#asked;
    // A clock that is behind the server's is set by it. One that is past the answer's end cannot be counted by.
    this.#skew = Math.max(0, Date.parse(answer.as_of) - Date.now()) || 0;
    this.#until = this.#holds ? Date.parse(answer.valid_until) : this.#now() + 10 * MINUTE;
    const isSame = (option) => IDENTITY.every((name) => option[name] === before[name]);
    this.#option = answer.options.find(isSame) ?? answer.options[0];
    this.#show();
    this.#tell();
  }

  /** Whether what is known is an answer to what was asked last, and its time is not over. */
  get #holds() {
    return this.#answered === this.#asked && this.#now() < Date.parse(this.#answer?.valid_until);
  }

  /** A place that we cannot promise for: the shopper can do something about that, so the form stays. */
  #refuse(says) {
    this.#forget();
    this.#failures = 0;
    this.#until = Infinity;
    this.#changed = "";
    this.#built.promise.replaceChildren();
    this.#reveal(this.#word(says), says === "check");
    this.#send("error", { reason: says === "check" ? "postal" : "place" });
  }

  #forget() {
    this.#answer = this.#option = null;
    this.#answered = "";
  }

  #reveal(error, isWrong) {
    const { base, fallback, input, error: shown } = this.#built;
    base.removeAttribute("aria-busy");
    base.hidden = false;
    fallback.hidden = true;
    if (!shown) return;
    shown.textContent = error;
    input.setAttribute("aria-invalid", isWrong);
  }

  /** The page's own words instead. A promise that still holds stays; what may pass is tried again. */
  #fail({ reason, status }) {
    if (!this.#holds) {
      this.#forget();
      this.#built.base.hidden = true;
      this.#built.fallback.hidden = false;
    }
    const mayPass = reason !== "malformed" && !(status < 500 && status !== 429);
    const later = mayPass ? this.#now() + Math.min(30 * SECOND * 2 ** this.#failures++, 10 * MINUTE) : Infinity;
    this.#until = Math.min(later, Date.parse(this.#answer?.valid_until) || Infinity);
    this.#send("error", { reason, status });
    this.#tick();
  }

  #wait() {
    this.#built.promise.replaceChildren(piece("p", "wait", {}, make("i", {}), make("i", {})));
  }

  /** The answer, built anew; the focus stays where it was. */
  #show() {
    const { promise } = this.#built, root = this.shadowRoot, focused = root.activeElement?.id;
    const isOpen = root.querySelector("details")?.open, { options } = this.#answer;
    this.#reveal("", false);
    this.#built.text = piece("p", "text", { lang: this.#answer.language, dir: "auto" });
    const more = this.hasAttribute("compact")
      ? []
      : [options.length > 1 && this.#choices(), this.#dates(), this.#conditions(), this.#why(isOpen)];
    promise.replaceChildren(this.#built.text, ...more.filter(Boolean));
    if (focused) root.getElementById(focused)?.focus();
    this.#tick();
  }

  #choices() {
    const rows = this.#answer.options.map((option, index) =>
      piece("label", "option", { part: option === this.#option ? "option chosen" : "option" },
        make("input", {
          type: "radio", name: "option", id: "option" + index, part: "radio", checked: option === this.#option,
          on: { change: () => this.#choose(option) },
        }),
        piece("span", "service", { dir: "auto" }, String(option.service ?? option.method)),
        piece("span", "price", {}, this.#price(option.price)),
        piece("span", "when", {}, this.#days(option)),
      ),
    );
    return piece("fieldset", "options", {}, make("legend", { class: "said" }, this.#word("method")), ...rows);
  }

  #choose(option) {
    this.#option = option;
    this.#day = this.#slot = "";
    this.#changed = "option";
    this.#show();
    this.#tell();
  }

  #price(price) {
    if (!price) return "";
    if (!price.amount) return this.#word("free");
    const format = new Intl.NumberFormat(this.#language, { style: "currency", currency: price.currency });
    return format.format(price.amount / 10 ** format.resolvedOptions().maximumFractionDigits);
  }

  #date(text) {
    const format = { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" };
    return new Intl.DateTimeFormat(this.#language === "en" ? "en-GB" : this.#language, format).format(new Date(text));
  }

  /** The day, or the days where the shop names no single one; nothing where it names none. */
  #days({ promised, earliest, gate }) {
    if (!promised) return "";
    const first = gate?.shown === "range" && earliest !== promised ? this.#date(earliest) + " – " : "";
    return first + this.#date(promised);
  }

  #dates() {
    const { days } = this.#option;
    if (!days?.days?.length) return null;
    const picked = days.days.find(({ date }) => date === this.#day);
    if (!picked?.slots.includes(this.#slot)) this.#slot = "";
    if (!picked) this.#day = "";
    const slots = (days.slots ?? []).filter(({ code }) => picked?.slots.includes(code));
    return piece("div", "dates", {},
      this.#select("day", days.days.map(({ date }) => [date, this.#date(date)]), "soonest", this.#day, (day) => {
        this.#day = day;
      }),
      slots.length > 0 &&
        this.#select("slot", slots.map(({ code, label }) => [code, label]), "any", this.#slot, (slot) => {
          this.#slot = slot;
        }),
    );
  }

  #select(name, choices, none, chosen, take) {
    const rows = [["", this.#word(none)], ...choices];
    const change = ({ target }) => {
      take(target.value);
      this.#show();
      this.#tell();
    };
    return piece("label", "field", {}, this.#word(name),
      piece("select", "entry", { id: name, on: { change } },
        ...rows.map(([value, label]) => make("option", { value, selected: value === chosen }, label))),
    );
  }

  #items(texts, name) {
    return (texts ?? []).map(({ text }) => piece("li", name, { dir: "auto" }, String(text)));
  }

  #conditions() {
    const said = this.#items(this.#option.conditions, "condition");
    return said.length > 0 && piece("ul", "conditions", {}, ...said);
  }

  #why(isOpen) {
    const said = this.#items(this.#option.explanation, "reason");
    return said.length > 0 && piece("details", "why", { open: isOpen },
      piece("summary", "summary", { id: "why" }, this.#word("why")),
      piece("ul", "reasons", { lang: this.#answer.language }, ...said),
    );
  }

  #now() {
    return Date.now() + this.#skew;
  }

  /** Say how long is left, from the deadline and not from the last time; ask anew when it is time to. */
  #tick() {
    clearTimeout(this.#timer);
    if (document.hidden || !this.isConnected) return;
    const now = this.#now();
    if (now >= this.#until) return this.refresh();
    const next = this.#answer ? this.#write(Date.parse(this.#option.order_by) - now) : Infinity;
    this.#timer = setTimeout(this.#wake, Math.max(1, Math.min(next, this.#until - now, LONGEST)));
  }

  /**
   * The sentence; on the last day with the time left in it, wherever in the API's text that stands. Answers when it
   * reads otherwise.
   */
  #write(left) {
    const { language, as_of } = this.#answer, { text, countdown_text: counting, order_by } = this.#option;
    const words = this.#words(language ?? "en"), told = duration(Date.parse(order_by) - Date.parse(as_of), words);
    const inSeconds = left < HOUR && !matchMedia("(prefers-reduced-motion:reduce)").matches;
    const at = this.#holds && left > 0 && left < DAY ? String(counting).indexOf(told) : -1;
    const shown = at < 0 ? [text] : [
      counting.slice(0, at),
      piece("span", "countdown", {}, duration(left, words, inSeconds)),
      counting.slice(at + told.length),
    ];
    this.#built.text.replaceChildren(...shown);
    return left > 0 ? (left % (inSeconds ? SECOND : MINUTE)) + 1 : Infinity;
  }

  /** To the page's scripts, what is chosen now; to screen readers, only what follows from something the shopper did. */
  #tell() {
    if (this.#changed) this.#built.said.textContent = this.#option.text;
    this.#changed = "";
    this.#send("change", {
      option: this.#option, day: this.#day || null, slot: this.#slot || null, postal: this.#place,
      sku: this.getAttribute("sku"), quantity: Number(this.getAttribute("quantity") ?? 1),
      valid_until: this.#answer.valid_until,
    });
  }

  #send(name, detail) {
    this.dispatchEvent(new CustomEvent("delivery-promise:" + name, { detail, bubbles: true, composed: true }));
  }
}

export default DeliveryPromise;
if (!customElements.get("delivery-promise")) customElements.define("delivery-promise", DeliveryPromise);
