/** What the demo prints between what the commands print. */

export function say(text: string): void {
  console.log(`\n\u001B[1m${text}\u001B[0m`);
}

/** What the demo is about stands out. */
export function verdict(isAllowed: boolean, text: string): void {
  const [colour, word] = isAllowed ? ['30;42', 'ALLOWED'] : ['97;41', 'REFUSED'];
  console.log(`\n\u001B[1;${colour}m  ${word.padEnd(8)}\u001B[0m \u001B[1m${text}\u001B[0m`);
}
