# Joins all pack files into one text: a line "==> path <==" before each file's content.
file(STRINGS ${LIST} files)
set(all "")
foreach(file ${files})
  file(READ ${ROOT}/${file} content)
  string(APPEND all "==> ${file} <==\n${content}\n")
endforeach()
file(WRITE ${OUT} "${all}")
