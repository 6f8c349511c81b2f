import { useState } from 'react';

/** For `onCloseAutoFocus` of a Radix dialog without a trigger of its own: the focus goes back to what had it before. */
export function useFocusReturn(): (event: Event) => void {
  const [opener] = useState(() => document.activeElement);
  return (event) => {
    event.preventDefault();
    if (opener instanceof HTMLElement) opener.focus();
  };
}
