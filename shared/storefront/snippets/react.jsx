// The script stands in the page's <head>:
// <script type="module" src="DELIVERY_PROMISE_SRC" integrity="DELIVERY_PROMISE_INTEGRITY" crossorigin="anonymous"></script>
import { useEffect, useRef } from "react";

export function DeliveryPromise({ sku, country, language, onChange, children }) {
  const element = useRef(null);
  useEffect(() => {
    const heard = ({ detail }) => onChange?.(detail);
    const listened = element.current;
    listened.addEventListener("delivery-promise:change", heard);
    return () => listened.removeEventListener("delivery-promise:change", heard);
  }, [onChange]);
  return (
    <delivery-promise
      ref={element}
      api="PROMISE_URL"
      storefront-key="STOREFRONT_KEY" // React keeps `key` for itself
      country={country}
      sku={sku}
      lang={language}
      remember=""
    >
      <span slot="fallback">{children}</span>
    </delivery-promise>
  );
}
