import { MergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { minimalSetup } from 'codemirror';
import { useEffect, useRef } from 'react';
import { editorTheme } from './theme';

export interface TextDiffProps {
  /** Left and right, each with a name for people who do not see the sides. */
  before: { label: string; text: string };
  after: { label: string; text: string };
  /** With it the right side can be edited, beginning with its text, and each difference taken over from the left. */
  onChange?: (text: string) => void;
}

/** Which of the two has the focus. */
const FOCUSED = EditorView.theme({ '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' } });

/** Two texts side by side with their differences marked; what is the same in both is folded. */
export default function TextDiff({ before, after, onChange }: TextDiffProps) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef({ onChange });
  latest.current = { onChange };
  const editable = onChange !== undefined;

  useEffect(() => {
    const side = (label: string, readOnly: boolean) => [
      minimalSetup,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label }),
      EditorState.readOnly.of(readOnly),
      FOCUSED,
      editorTheme,
    ];
    const view = new MergeView({
      parent: host.current as HTMLDivElement,
      a: { doc: before.text, extensions: side(before.label, true) },
      b: {
        doc: after.text,
        extensions: [
          side(after.label, !editable),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange?.(update.state.doc.toString());
          }),
        ],
      },
      collapseUnchanged: { margin: 2, minSize: 6 },
      ...(editable && { revertControls: 'a-to-b' as const }),
    });
    return () => view.destroy();
  }, [before.text, before.label, after.label, after.text, editable]);

  return <div ref={host} className="max-h-[60vh] overflow-auto rounded-md border border-line" />;
}
