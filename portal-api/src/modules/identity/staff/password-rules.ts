/** Words that well-known passwords are made of; digits and symbols around them add nothing. */
const knownWords = new Set(
  `
    password passwd passw pass admin administrator root guest test user welcome login letmein
    qwerty qwertyuiop asdfghjkl asdfgh zxcvbnm zxcvbn qazwsx qazwsxedc abc abcd abcdef abcdefg
    iloveyou woaini dragon monkey master hello secret changeme default hospital doctor nurse
    yiyuan yisheng hushi huanzhe suizhen zhongguo china beijing mima yonghu guanliyuan spring
    summer autumn winter aa a q qaz wsx edc qwe asd zxc
  `
    .trim()
    .split(/\s+/),
);

const runs = ['01234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

const disguises: Record<string, string> = {
  '@': 'a',
  '4': 'a',
  '0': 'o',
  '1': 'i',
  '!': 'i',
  '3': 'e',
  $: 's',
  '5': 's',
  '7': 't',
};

/**
 * What the shape of a password cannot tell: whether others would guess it.
 * @returns what to do about it, or null when it will do
 */
export function passwordProblem(
  password: string,
  facts: { username: string; minLength: number },
): string | null {
  const lower = password.toLowerCase();
  const username = facts.username.toLowerCase();
  if ([...password].length < facts.minLength) return `密码至少 ${facts.minLength} 位`;
  const backwards = [...username].reverse().join('');
  if (lower.includes(username) || lower.includes(backwards)) return '密码不能包含用户名';
  if (new Set(lower).size < 5) return '密码里重复的字符太多，请换一个';
  if (isWellKnown(lower)) return '这个密码太常见，容易被猜到，请换一个';
  return null;
}

function isWellKnown(lower: string): boolean {
  const core = lower.replace(/^[^a-z]+|[^a-z]+$/g, '');
  const undisguised = core.replace(/[@40!13$57]/g, (letter) => disguises[letter] ?? letter);
  const isOnlyKnown = (text: string) =>
    text.split(/[^a-z]+/).every((word) => word === '' || isKnownWord(word));
  return [lower, undisguised].some(isOnlyKnown) || longestRun(lower) >= lower.length - 3;
}

function isKnownWord(word: string): boolean {
  return knownWords.has(word) || (word.length >= 3 && runs.some((run) => run.includes(word)));
}

/** The longest piece of the alphabet, of the digits, or of a row of keys. */
function longestRun(text: string): number {
  const reversed = [...text].reverse().join('');
  let longest = 0;
  for (const candidate of [text, reversed]) {
    for (let start = 0; start < candidate.length; start++) {
      let length = longest + 1;
      while (
        start + length <= candidate.length &&
        runs.some((run) => run.includes(candidate.slice(start, start + length)))
      ) {
        longest = length++;
      }
    }
  }
  return longest;
}
