import type { KeyboardEvent } from 'react';

const STOPS =
  'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select:not(:disabled), summary, [tabindex="0"]';

/** Tab goes round in the element that hears the key: for what lies over the page, behind which nobody sees the focus. */
export function keepFocusIn(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Tab') return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>(STOPS)].filter((stop) => stop.checkVisibility());
  const [first, last] = [stops[0], stops.at(-1)];
  // A heading that was given the focus stands before all of them.
  const atFirst = document.activeElement === first || !stops.some((stop) => stop === document.activeElement);
  const next = event.shiftKey ? atFirst && last : document.activeElement === last && first;
  if (!next) return;
  event.preventDefault();
  next.focus();
}
