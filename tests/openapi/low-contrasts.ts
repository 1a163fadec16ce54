/**
 * Runs in a page: every text that is shown and stands out from its ground by less than 4.5 to 1 (WCAG 2.2, success
 * criterion 1.4.3). It has to bring along all that it uses.
 */
export function lowContrasts(): readonly string[] {
  const least = 4.5;
  const channels = (colour: string): readonly number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const groundOf = (element: Element | null): string => {
    if (element === null) return 'rgb(255, 255, 255)';
    const { backgroundColor } = getComputedStyle(element);
    return channels(backgroundColor)[3] === 0 ? groundOf(element.parentElement) : backgroundColor;
  };
  const found = new Set<string>();
  for (const element of document.body.querySelectorAll('*')) {
    const hasText = Array.from(element.childNodes).some(
      (node) => node.nodeType === 3 && node.textContent?.trim() !== '',
    );
    if (!hasText || element.getClientRects().length === 0) continue;
    const lights = [getComputedStyle(element).color, groundOf(element)].map(luminance);
    const ratio = (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
    if (ratio < least)
      found.add(`${element.tagName} ${element.textContent?.slice(0, 40)}: ${ratio.toFixed(2)}`);
  }
  return [...found];
}
