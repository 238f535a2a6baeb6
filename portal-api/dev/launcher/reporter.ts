/** What the person at the terminal sees; tests collect it instead. */
export interface Reporter {
  line(text: string): void;
  /** Runs one step, says that it began and how long it took. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
}

const HEARTBEAT_MS = 15_000;

export function terminalReporter(write: (text: string) => void): Reporter {
  const line = (text: string): void => write(`${text}\n`);
  return {
    line,
    async step(title, work) {
      const began = performance.now();
      const seconds = (): string => ((performance.now() - began) / 1000).toFixed(1);
      line(`  … ${title}`);
      const heartbeat = setInterval(() => line(`    ${title}: ${seconds()} s`), HEARTBEAT_MS);
      try {
        const result = await work();
        line(`  ✓ ${title} (${seconds()} s)`);
        return result;
      } catch (error) {
        line(`  ✗ ${title} (${seconds()} s)`);
        throw error;
      } finally {
        clearInterval(heartbeat);
      }
    },
  };
}

export const silentReporter: Reporter = terminalReporter(() => undefined);
