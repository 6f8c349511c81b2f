import { lazy, Suspense } from 'react';
import { loadPart } from '@/lib/load-part';
import { Skeleton } from '../skeleton';
import type { CodeEditorProps } from './code-editor';
import type { TextDiffProps } from './text-diff';

const Editor = lazy(() => loadPart(() => import('./code-editor')));
const Diff = lazy(() => loadPart(() => import('./text-diff')));

/** The text editor, loaded when one is first wanted. */
export function CodeEditor(props: CodeEditorProps) {
  return (
    <Suspense fallback={<Skeleton label={`Loading the editor of ${props.label}`} />}>
      <Editor {...props} />
    </Suspense>
  );
}

/** Two texts side by side, loaded when wanted. */
export function TextDiff(props: TextDiffProps) {
  return (
    <Suspense fallback={<Skeleton label="Loading the comparison" />}>
      <Diff {...props} />
    </Suspense>
  );
}

export type { EditorProblem } from './code-editor';
