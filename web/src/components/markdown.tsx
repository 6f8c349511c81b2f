import { ArrowUpRight } from 'lucide-react';
import ReactMarkdown, { type Components } from 'react-markdown';
import { ArtifactPicture } from './artifact-picture';
import { readGfm } from './read-gfm';
import './markdown.css';

/**
 * Text of a model, a tool or a user as Markdown. HTML in it shows as text, nothing remote is loaded (pictures are the
 * execution's own files), and a link says that it leads away; one that is no web address is only text.
 */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="markdown">
      <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS}>
        {text}
      </ReactMarkdown>
    </div>
  );
}

const PLUGINS = [readGfm];

const COMPONENTS: Components = {
  a({ href, children }) {
    if (href === undefined || !isWebAddress(href)) return <span>{children}</span>;
    return (
      <a href={href} title={href} target="_blank" rel="noopener noreferrer nofollow ugc">
        {children}
        <ArrowUpRight aria-hidden className="ml-0.5 inline size-3.5" />
        <span className="sr-only"> (leads to {new URL(href).host}, in a new tab)</span>
      </a>
    );
  },
  img: ({ src, alt }) => <ArtifactPicture src={typeof src === 'string' ? src : ''} alt={alt ?? ''} />,
  // Headings of a text are not headings of the page.
  h1: ({ children }) => <p className="markdown-heading">{children}</p>,
  h2: ({ children }) => <p className="markdown-heading">{children}</p>,
  h3: ({ children }) => <p className="markdown-heading">{children}</p>,
  h4: ({ children }) => <p className="markdown-heading">{children}</p>,
  h5: ({ children }) => <p className="markdown-heading">{children}</p>,
  h6: ({ children }) => <p className="markdown-heading">{children}</p>,
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
  table: ({ children }) => (
    <div className="overflow-x-auto">
      <table>{children}</table>
    </div>
  ),
};

function isWebAddress(href: string): boolean {
  return /^https?:\/\/[^/]/i.test(href) && URL.canParse(href);
}
