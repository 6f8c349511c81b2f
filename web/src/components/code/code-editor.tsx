import { autocompletion, type Completion, type CompletionContext } from '@codemirror/autocomplete';
import { json } from '@codemirror/lang-json';
import { yaml } from '@codemirror/lang-yaml';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers, placeholder as placeholderOf } from '@codemirror/view';
import { minimalSetup } from 'codemirror';
import { useEffect, useRef } from 'react';
import { editorTheme } from './theme';

export type EditorLanguage = 'json' | 'yaml' | 'text';

/** A mistake at a place of the text, in UTF-16 units. */
export interface EditorProblem {
  from: number;
  to: number;
  message: string;
}

/** What may stand at a place: words to choose from, and where the one being typed begins. */
export type Complete = (text: string, position: number) => { from: number; words: readonly Completion[] } | null;

export interface CodeEditorProps {
  /** For people who do not see what it stands beside. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  language: EditorLanguage;
  problems?: readonly EditorProblem[];
  complete?: Complete;
  placeholder?: string;
  /** In CSS units. */
  minHeight?: string;
}

const LANGUAGES = { json: [lineNumbers(), json()], yaml: [lineNumbers(), yaml()], text: [] };

/**
 * A text editor. Tab moves the focus on, as everywhere on the page. It is mounted with its value; a value that comes
 * from outside later takes the place of the text.
 */
export default function CodeEditor({ label, value, onChange, language, problems, complete, placeholder, minHeight }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef({ value, onChange, complete });
  latest.current = { value, onChange, complete };

  useEffect(() => {
    const source = (context: CompletionContext) => {
      const found = latest.current.complete?.(context.state.doc.toString(), context.pos);
      return found ? { from: found.from, options: [...found.words] } : null;
    };
    const editor = new EditorView({
      parent: host.current as HTMLDivElement,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          minimalSetup,
          EditorView.lineWrapping,
          LANGUAGES[language],
          autocompletion({ override: [source] }),
          placeholderOf(placeholder ?? ''),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
          editorTheme,
          EditorView.theme({ '.cm-content': { minHeight: minHeight ?? '8rem' } }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [label, language, placeholder, minHeight]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const end = editor.state.doc.length;
    const shown = (problems ?? []).map(
      ({ from, to, message }): Diagnostic => ({
        from: Math.min(from, end),
        to: Math.min(Math.max(to, from), end),
        message,
        severity: 'error',
      }),
    );
    editor.dispatch(setDiagnostics(editor.state, shown));
  }, [problems]);

  return (
    <div
      ref={host}
      className="overflow-hidden rounded-md border border-line-strong bg-surface focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-1"
    />
  );
}
