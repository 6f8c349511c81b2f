import { lazy, Suspense } from 'react';
import { loadPart } from '@/lib/load-part';

const Markdown = lazy(() => loadPart(async () => ({ default: (await import('./markdown')).Markdown })));

/** Markdown; as it was written until what draws it has been loaded. */
export function RichText({ text }: { text: string }) {
  return (
    <Suspense fallback={<p className="prose-plain leading-relaxed">{text}</p>}>
      <Markdown text={text} />
    </Suspense>
  );
}
