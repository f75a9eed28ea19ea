"""One very long e-mail, as they come: about 1,600 words in a single point of complaint."""

PHONE_CALL = """\
Dear Sir or Madam, or whoever it is that reads these now, I know that people change, the last \
person I had anything to do with was a very pleasant Mr Hathersedge and I gather that he retired \
to somewhere with a canal. I am writing to complain about a telephone call. I will try to be \
brief, which my late husband would tell you is not my chief quality, but I think that if I leave \
things out you will only write back and ask for them, so I am putting it all in.

I moved on the first of the month from the house to the flat. It is only round the corner, in \
fact from the kitchen of the one you can see the bathroom of the other, which my son says is the \
story of my life. I am not complaining about the move, although I could, since the removal men \
put the piano in the wrong room and then said that it had been their lunch. The point is that I \
had a change of address to tell you, one change, from one number to another number in streets \
that you yourselves look after, and I sat down on the Monday after breakfast with a pot of tea \
to do it on the telephone, because the website wanted a password from me and when I asked it for \
a new password it sent it to an e-mail address which was my husband's, at the office, and he has \
been dead for six years and the office is now a gymnasium.

I rang at nine minutes past nine. I know that because I write things down. There was a recorded \
gentleman who told me that my call was important and that I could do it all on the website. I \
pressed two for council tax. There was music, the sort with a saxophone. After eleven minutes a \
young woman came on and asked me for my account number and I read it to her and she said that \
that was a library card. It was. I apologised for that and I do so again here, I do not want to \
be thought unfair, and I went to look for the right one, and when I came back to the telephone \
she had gone. I do not blame her. But nobody had said that she would.

I rang again. It was now twenty-six minutes past nine and the tea was stewed. The same \
gentleman, the same saxophone, and this time a man called Gary or it may have been Gareth. I \
gave him the account number, the right one, and my name, and my old address, and he asked me for \
a password. I said that I had not got a password. He said that I had set one up in 2014. I said \
that if I had set one up in 2014 then it would have been the name of the dog. He said that he \
could not tell me whether it was the name of the dog. I said that I was not asking him to tell \
me, I was telling him, and that the dog was called Wellington. He said that was not it. I have \
had three dogs, and we went through all of them, and then he said, and I could hear that he was \
trying to be kind, that he could give me a hint, and that the hint was “usual one”. I ask you.

At this point Gary, or Gareth, said that he would put me through to somebody who could reset it. \
I was put through to the crematorium. I want to be quite clear that the lady at the crematorium \
was the only person in the whole morning who took my name and rang me back. She had nothing to \
do with it, she said that it happens about twice a week since the new switchboard, and she had \
taken to keeping a list of the numbers people really want next to the telephone, and she gave me \
one. I should like her to be thanked. She did not give her name but there cannot be so many of \
them.

The number that she gave me was for the benefits team, who were very quick to answer, and who \
explained that they are not the council tax team although they sit next to them. I asked if the \
gentleman could perhaps lean over. He laughed, quite nicely, and said that it does not work like \
that. I said that in my day it did. I was a school secretary for twenty-nine years and I can \
tell you that most of what I did was leaning over.

So I rang the first number a third time. It was six minutes to ten. The recorded gentleman now \
told me that they were experiencing a high volume of calls, and I thought, yes, and three of \
them are me. I waited with the saxophone for nineteen minutes. I did the crossword, all but two. \
Then a very young voice came on, who did not give a name at all, and she found me straight away, \
and she changed the address in about a minute and a half, with no password, no dogs, nothing. I \
said was that it. She said that was it. I said what about the bins and the garden waste and the \
electoral roll and my bus pass, because it had said on the recording that I could tell you once \
and you would tell everybody. And she said, and I wrote it down, “that's more of an aspiration”.

Now I come to the actual complaint, and I am sorry that it has taken me so long. On the Thursday \
I had a letter from you, at the flat, so the address had plainly reached somebody, thanking me \
for letting you know that I had died. I had not died. I had moved round the corner. It was \
addressed to “the executors of”, and then my name, spelt properly for once, all three barrels of \
it, and it said that you were sorry for their loss and that there was a credit on the account. I \
have read it a number of times. My daughter thought that it was funny and then she thought about \
it and did not. I will tell you honestly that I did not sleep very well that night. I live on my \
own and I have just left a house that I lived in for forty-one years, and it is a strange thing \
to be told at such a moment, on headed paper, that one is not there any more.

I rang about it, of course. I rang on the Friday at two minutes past nine to be early. I said to \
the man, a new one, that I wished to report that I was alive. He said that he would need to see \
some identification. I said that I could come in. He said that the office was closed on Fridays \
now. I said that I could send a photograph of my passport. He said that it would have to be \
certified by a professional person who had known me for two years, but not a relation and not \
somebody retired, and I sat there and went through them, the professional persons who have known \
me for two years, and I can tell you that at my age they are every one of them either retired or \
dead, or, like me, both.

In the end he said that he would “put a note on”. I asked him what the note would say. He said \
that it would say that the customer had called to say that the customer was not deceased. I \
asked him who would read the note. There was quite a long silence on the line, and I do not \
think that he meant to be rude, I think that he was really considering it, and then he said that \
he did not know. I thanked him, because I believe that it was the only entirely straight answer \
that I had had all week.

Since then my bus pass has stopped working. It stopped on the number 14, in front of everybody, \
and the driver, who has been taking me to choir on Tuesdays for the best part of ten years, \
looked at the machine and looked at me and said “it says you're dead, love”, and let me on. I \
sat down at the front and I laughed until I cried and then I found that it was more the other \
one. I have also had a letter from the garden waste people to say that the subscription has come \
to an end “following the change in your circumstances”, and one from the library, who were the \
only ones to send their condolences with a proper signature in ink.

I do not want any money. I do not want Gary, or Gareth, to get into trouble, nor the young one, \
who was the best of you. What I should like is for one person, with a name and with a telephone \
that rings on a desk, to take hold of this and go round all of the places where I am dead and \
make me alive in every one of them, and then to ring me up and tell me that it is done. I am in \
most mornings. On Tuesdays I am at choir, provided that I can get there.

Yours faithfully, and, as you will have gathered, still here."""
