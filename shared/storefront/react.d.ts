/** Both elements in JSX, for React 19: add this file to the project's `types`. */

import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type DeliveryPromiseElement from "./delivery-promise";
import type { DeliveryPromiseAttributes } from "./delivery-promise";
import type ParcelTrackingElement from "./parcel-tracking";
import type { ParcelTrackingAttributes } from "./parcel-tracking";

type Embedded<Element, Attributes> = DetailedHTMLProps<HTMLAttributes<Element>, Element> & Omit<Attributes, "key">;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "delivery-promise": Embedded<DeliveryPromiseElement, DeliveryPromiseAttributes>;
      "parcel-tracking": Embedded<ParcelTrackingElement, ParcelTrackingAttributes>;
    }
  }
}
