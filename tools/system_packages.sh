#!/usr/bin/env bash
# Sees to the programs that tests open our files with: LibreOffice, Tesseract, poppler, Chromium.
set -euo pipefail
declare -A wanted=([soffice]="libreoffice-calc libreoffice-writer" [tesseract]="tesseract-ocr-jpn" [pdftoppm]="poppler-utils" [chromium]="chromium")
missing=()
for program in "${!wanted[@]}"; do
  command -v "$program" >/dev/null || missing+=(${wanted[$program]})
done
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
  echo "These programs are missing; please install them: ${missing[*]}" >&2
  echo "On Debian: sudo apt-get install ${missing[*]}" >&2
  exit 1
fi
