/** What the layout in Chromium says about the page that is drawn. */
const tappable = ['button', 'link', 'radio', 'checkbox', 'switch', 'tab']
  .map((role) => `#stage [aria-role="${role}"]`)
  .join();

/** Targets that a finger may miss, with their sizes. */
export function smallTargets(smallest: number): string[] {
  return [...document.querySelectorAll(tappable)].flatMap((target) => {
    const { width, height } = target.getBoundingClientRect();
    const isDrawn = width > 0 && height > 0;
    if (!isDrawn || Math.min(width, height) >= smallest - 0.5) return [];
    return [`${target.textContent ?? ''}: ${Math.round(width)} × ${Math.round(height)}`];
  });
}

/** The size of the letters of these words; 0 when they are nowhere to be seen. */
export function fontSizeOf(words: string): number {
  const texts = document.createTreeWalker(document.querySelector('#stage')!, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const isHere = texts.currentNode.textContent?.includes(words);
    if (isHere && element && element.getClientRects().length > 0) {
      return parseFloat(getComputedStyle(element).fontSize);
    }
  }
  return 0;
}
