import { Drama } from 'lucide-react';
import { isScripted, useStudio } from '@/lib/use-studio';

/** Says plainly that no real model speaks, and how to let one. */
export function ScriptedBanner() {
  const studio = useStudio();
  if (studio === undefined || !isScripted(studio.model)) return null;
  return (
    <aside aria-label="About the model" className="border-line border-b bg-warn-soft px-4 py-2 text-[0.8125rem] text-ink sm:px-6 lg:px-8">
      <details className="group">
        <summary className="flex items-baseline gap-2 rounded">
          <Drama aria-hidden className="size-4 shrink-0 self-center text-warn" />
          <span>
            <strong className="font-semibold">The scripted model is speaking.</strong> No model key is set, so the texts are made up by a
            script. <span className="text-accent underline underline-offset-2 group-open:hidden">Use a real model</span>
          </span>
        </summary>
        <div className="mt-2 max-w-2xl space-y-2 pb-1 pl-6 text-ink-soft">
          <p>Stop the Studio, set a key, and start it again. What is running goes on; new executions use the real model.</p>
          <pre className="prose-plain rounded-md bg-surface px-3 py-2 font-mono text-xs">OPENAI_API_KEY=sk-… npm start</pre>
          <p>
            Any server that speaks OpenAI's chat completions will do:{' '}
            <code className="font-mono text-xs">OPENAI_BASE_URL=http://127.0.0.1:11434/v1</code>, with{' '}
            <code className="font-mono text-xs">STUDIO_MODEL=openai/&lt;name&gt;</code> to choose the model.
          </p>
        </div>
      </details>
    </aside>
  );
}
