/** Commands to be typed, one a line; what scrolls sideways is reached by keyboard. */
export function Command({ children }: { children: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reached by keyboard (WCAG 2.1.1).
    <pre className="command" tabIndex={0}>
      <code>{children}</code>
    </pre>
  );
}
