import { useDeferredValue } from 'react';
import { TextDiff as WholeTextDiff } from '@/components/code';
import { ScrollPane } from '@/components/scroll-pane';
import { TextDiff } from '@/components/text-diff';
import { type EditDraft, toDraftText } from '../../../model/edits/edit-draft';

/** Longer texts are compared in the editor's own way, and only when somebody asks. */
const LONG = 8_000;

/** What was and what it becomes, side by side with the difference marked. */
export function EditDiff({ before, after }: { before: EditDraft; after: EditDraft }) {
  const [from, to] = [toDraftText(before), useDeferredValue(toDraftText(after))];
  if (from.length + to.length > LONG) {
    return (
      <details className="text-[0.8125rem]">
        <summary className="rounded text-ink-soft hover:text-ink">Show what changes</summary>
        <div className="mt-2">
          <WholeTextDiff before={{ label: 'What was', text: from }} after={{ label: 'What it becomes', text: to }} />
        </div>
      </details>
    );
  }
  return (
    <ScrollPane
      label="What changes"
      className="grid max-h-96 divide-y divide-line rounded-md bg-sunken text-xs md:grid-cols-2 md:divide-x md:divide-y-0"
    >
      <div dir="auto">
        <p className="px-4 pt-2 text-2xs text-ink-faint">What was</p>
        <TextDiff from={from} to={to} side="from" />
      </div>
      <div dir="auto">
        <p className="px-4 pt-2 text-2xs text-ink-faint">What it becomes</p>
        <TextDiff from={from} to={to} side="to" />
      </div>
    </ScrollPane>
  );
}
