/** What is needed of `speechSynthesis`. */
export type Voice = Pick<SpeechSynthesis, 'speak' | 'cancel' | 'getVoices'>;

const times = 2;
/** Some browsers never say that they have finished. */
const longestMs = 15_000;
/** In a hall that is called faster than anyone can speak, the newest count. */
const mostWaiting = 12;

/** Says one thing after the other, each twice, never two at once. */
export class Announcer {
  private readonly waiting: string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private current: SpeechSynthesisUtterance | null = null;

  constructor(private readonly voice: Voice) {}

  say(text: string): void {
    for (let time = 0; time < times; time += 1) this.waiting.push(text);
    this.waiting.splice(0, Math.max(0, this.waiting.length - mostWaiting));
    if (!this.current) this.next();
  }

  stop(): void {
    this.waiting.length = 0;
    clearTimeout(this.timer);
    this.current = null;
    this.voice.cancel();
  }

  private next(): void {
    const text = this.waiting.shift();
    this.current = null;
    if (text === undefined) return;
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = 'zh-CN';
    utterance.rate = 0.9;
    const voice = this.voice.getVoices().find(({ lang }) => /^(zh|cmn)/i.test(lang));
    if (voice) utterance.voice = voice;
    const done = (): void => {
      if (this.current !== utterance) return;
      clearTimeout(this.timer);
      this.next();
    };
    utterance.onend = done;
    utterance.onerror = done;
    this.current = utterance;
    this.timer = setTimeout(() => {
      this.voice.cancel();
      done();
    }, longestMs);
    this.voice.speak(utterance);
  }
}
