/** Types of <parcel-tracking>. */

export interface ParcelTrackingAttributes {
  api: string;
  token: string;
  lang?: string;
  /** Where its link leads; the tracking page where it is left out. */
  page?: string;
}

/** What `parcel-tracking:error` tells. */
export interface ParcelTrackingProblem {
  reason: "offline" | "network" | "timeout" | "http" | "malformed";
}

export default class ParcelTrackingElement extends HTMLElement {}

declare global {
  interface HTMLElementTagNameMap {
    "parcel-tracking": ParcelTrackingElement;
  }
  interface HTMLElementEventMap {
    "parcel-tracking:load": CustomEvent<Record<string, never>>;
    "parcel-tracking:error": CustomEvent<ParcelTrackingProblem>;
  }
}
