import type { Json } from '@client';

/** A JSON value as text; a string shows as it is. */
export function JsonView({ value, label }: { value: Json; label: string }) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      className="max-h-72 overflow-auto rounded-md bg-sunken px-3 py-2"
    >
      <pre className="prose-plain font-mono text-xs leading-relaxed">
        {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
      </pre>
    </section>
  );
}
