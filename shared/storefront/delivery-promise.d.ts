/** Types of <delivery-promise>. What the API answers in full: docs/openapi.json, `PromiseAnswer`. */

export interface Money {
  /** In the currency's minor unit: yen, cents. */
  amount: number;
  currency: string;
}

export interface DeliveryOption {
  method: string;
  carrier: string;
  service: string;
  warehouse: string;
  price?: Money;
  conditions?: { kind: string; text: string }[];
  /** ISO 8601, UTC: the last moment before which it holds. */
  order_by: string;
  /** Local dates, "2026-11-26". `promised` is null where the shop names no day. */
  ship_date: string;
  earliest: string;
  likely: string;
  latest: string;
  promised: string | null;
  time_zone: string;
  explanation: { component: string; days: number; date?: string; text: string }[];
  days?: {
    slots: { code: string; label: string; from: string; to: string }[];
    days: { date: string; slots: string[] }[];
  };
  text: string;
  countdown_text: string;
}

export interface PromiseAnswer {
  as_of: string;
  country: string;
  postal: string;
  language: string;
  options: DeliveryOption[];
  valid_until: string;
}

/** What `delivery-promise:change` tells: the way that is chosen now, and the day and slot that are picked for it. */
export interface DeliveryChoice {
  option: DeliveryOption;
  day: string | null;
  slot: string | null;
  postal: string;
  sku: string | null;
  quantity: number;
  valid_until: string;
}

/** What `delivery-promise:error` tells. `status` is there with "http". */
export interface DeliveryPromiseProblem {
  reason: "offline" | "network" | "timeout" | "http" | "malformed" | "postal" | "place";
  status?: number;
}

export interface DeliveryPromiseAttributes {
  api: string;
  key?: string;
  "storefront-key"?: string;
  country: string;
  postal?: string;
  sku?: string;
  quantity?: number | string;
  "lead-class"?: string;
  warehouse?: string;
  method?: string;
  lang?: string;
  compact?: boolean | "";
  remember?: boolean | "";
}

export default class DeliveryPromiseElement extends HTMLElement {
  readonly option: DeliveryOption | null;
  readonly answer: PromiseAnswer | null;
  refresh(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "delivery-promise": DeliveryPromiseElement;
  }
  interface HTMLElementEventMap {
    "delivery-promise:change": CustomEvent<DeliveryChoice>;
    "delivery-promise:error": CustomEvent<DeliveryPromiseProblem>;
  }
}
