/**
 * What the server runs to put a key into authorized_keys: a POSIX sh, whatever the log-in shell is. csh ends a quoted text at a line
 * break and expands `!`, fish reads backslashes in it, and none of them lets a quote stand within quotes: so it is one line without
 * these three. stdin brings two lines for grep -E, what finds the lines of the key and what finds them just so, and then the line to
 * stand there; nothing of it is part of a command.
 *
 * It prints, on a line behind what start-up files print, `marker` and what came of it: `there`, `added`, `replaced`, or `unsafe` where
 * the file holds what the tools of the server would not keep; then the line as it stands.
 */
export const installCommand = (marker: string): string => {
  const script = [
    'umask 077',
    'LC_ALL=C; export LC_ALL',
    'PATH=$PATH:/usr/sbin:/sbin',
    'f=.ssh/authorized_keys',
    'IFS= read -r any && IFS= read -r just && cd && { [ -d .ssh ] || mkdir .ssh; } || exit 1',
    'lines() { grep -E -e "$any" "$1" 2>/dev/null; }',
    'count() { grep -c "" "$1"; }',
    'stands() { [ "$(lines "$1" | count -)" -eq 1 ] && lines "$1" | grep -E -e "$just" >/dev/null; }',
    `answer() { echo; echo "${marker} $1"; lines $f; exit 0; }`,
    `unsafe() { echo; echo "${marker} unsafe"; exit 1; }`,
    'if stands $f; then answer there; fi',
    'chmod 700 .ssh',
    'relabel() { if command -v restorecon >/dev/null 2>&1; then restorecon -F .ssh $f >/dev/null 2>&1; fi; }',
    // A last line without its end would take the new key into its comment.
    'append() { { if [ -s $f ] && [ -n "$(tail -c 1 $f)" ]; then echo; fi; cat; } >> $f && chmod 600 $f && relabel; }',
    'if lines $f >/dev/null; then :; else append && stands $f && answer added; exit 1; fi',

    // From here on the key stands there otherwise. The new file is made beside the old one, or elsewhere where no file can be made there.
    'd=$(mktemp -d $f.XXXXXX 2>/dev/null || mktemp -d) || exit 1',
    'clean() { rm -rf "$d"; }',
    'trap clean 0; trap "exit 1" 1 2 15',
    // With its mode, and for root its owner.
    'cp -p $f "$d/old" && cp -p $f "$d/new" || exit 1',
    'k=$(grep -E -n -e "$any" "$d/old" | sed -n "1s/:.*//p")',
    '[ "$k" -gt 0 ] 2>/dev/null || unsafe',
    'others() { grep -E -v -e "$any"; }',
    '{ sed "${k}q" "$d/old" | others; cat; sed "1,${k}d" "$d/old" | others; } > "$d/new"',
    // grep takes a file with NUL bytes for none of its own: no line of another key may be lost by that, nor by a full disk.
    'n=$(lines "$d/old" | count -)',
    '[ "$(count "$d/new")" -eq "$(($(count "$d/old") - n + 1))" ] && stands "$d/new" || unsafe',
    // Another writer may have been here since.
    'cmp -s $f "$d/old" || unsafe',
    'through() { cat "$d/new" > $f || { cat "$d/old" > $f; exit 1; }; }',
    // A link, or a file that is not this person's to replace, keeps its place and gets the content.
    'if [ -L $f ] || [ "${d#$f}" = "$d" ]; then through; elif [ -w $f ]; then mv -f "$d/new" $f; else through; fi || exit 1',
    'relabel',
    'stands $f && answer replaced',
    'exit 1',
  ]
  return `exec sh -c '${script.join('; ')}'`
}
