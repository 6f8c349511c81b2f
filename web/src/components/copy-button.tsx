import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';

/** Copies a text; `what` names it for people who do not see the icon. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1_500);
    return () => clearTimeout(timer);
  }, [copied]);
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      title={copied ? 'Copied' : `Copy ${what}`}
      aria-label={copied ? `Copied ${what}` : `Copy ${what}`}
      onClick={() => navigator.clipboard.writeText(text).then(() => setCopied(true), console.warn)}
      className="grid size-6 place-items-center rounded text-ink-faint hover:bg-raised hover:text-ink"
    >
      <Icon aria-hidden className="size-3.5" />
    </button>
  );
}
