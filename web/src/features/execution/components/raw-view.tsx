import type { Json } from '@client';
import { ChevronRight } from 'lucide-react';
import { CopyButton } from '@/components/copy-button';
import { JsonView } from '@/components/json-view';

/** Something as the API has it, on demand. */
export function RawView({ label, value }: { label: string; value: Json }) {
  return (
    <details className="group/raw">
      <summary className="flex items-center gap-1.5 rounded text-ink-faint text-xs hover:text-ink">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open/raw:rotate-90" />
        {label}
      </summary>
      <div className="relative mt-2">
        <JsonView value={value} label={label} />
        <span className="absolute top-1 right-1">
          <CopyButton text={JSON.stringify(value, null, 2)} what="this as JSON" />
        </span>
      </div>
    </details>
  );
}
