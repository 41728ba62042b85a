"""Names across scripts and spellings. All persons are invented; given names are common first names."""

import pytest
from hypothesis import given as given_that
from hypothesis import strategies as st

from app.domain.catalogue.names import meets, parts, rank

MEET = """
Ардан Вельскі | Ардан Вельский
Ардан Вельскі | Ardan Velski
Ардан Вельскі | Ardan Velskiy
Ардан Вельскі | Ardan Vielski
Ардан Вельскі | Velsky Ardan
Ардан Вельскі | ВЕЛЬСКИЙ, Ардан
Ардан Вельскi | Ардан Вельскі
Аpдан Вeльский | Ардан Вельскі
Вельскі | Ардан Пятровіч Вельскі
Ардан Вельскі | Вельский Ардан Петрович
Ардан Пятровіч Вельскі | Ардан Вельскі
Ардан Пятровіч Вельскі | Ardan Petrovich Velsky
Ардан Петрович Вельский | Вельський Ардан Петрович
А. Вельскі | Ардан Вельскі
А. П. Вельскі | Ардан Пятровіч Вельскі
Вельскі А.П. | Ардан Вельскі
Ардан Вельскі | Вельский А. П.
В. Ярына | Ольга Ярына
Вольга Ярына | Olha Yaryna
Ольга Ярина | Volha Jaryna
Николай Савицкий | Мікалай Савіцкі
Мікалай Савіцкі | Mikola Sawicki
Николай Савицкий | Mikalai Savitski
Микола Савицький | Nikolay Savitsky
Владимир Дятлов | Уладзімір Дзятлаў
Володимир Дятлов | Uladzimir Dziatlau
Wladimir Djatlow | Владимир Дятлов
Александр Клещёв | Аляксандр Кляшчоў
Олександр Клещов | Aliaksandr Kliashchou
Alexander Kleshchev | Aliaksandr Klaščoŭ
Михаил Хитрук | Міхаіл Хітрук
Михайло Жукец | Mikhail Zhukets
Дмитрий Медведчик | Дзмітрый Мядзведчык
Дмитро Медведчик | Dzmitry Miadzviedčyk
Dmitri Medvedchik | Dzmitry Miadzvedchyk
Алексей Ермолаев | Аляксей Ярмолаеў
Олексій Єрмолаєв | Aleksey Ermolaev
Alexey Yermolayev | Aliaksiej Jarmołajeŭ
Сергей Ковалёвец | Сяргей Кавалёвец
Сергій Ковальовець | Siarhei Kavaliovets
Харитон Ковалёв | Харытон Кавалёў
Харитон Ковальов | Kharyton Kavaliou
Chariton Kovalev | Charyton Kavaloŭ
Khariton Kovalyov | Харитон Ковалев
Sergei Kovaliovets | Siarhiej Kavaloviec
Екатерина Щербакова | Кацярына Шчарбакова
Катерина Щербакова | Katsiaryna Shcharbakova
Елена Орлянка | Алена Арлянка
Олена Орлянка | Alena Arlianka
Юрий Гайдук | Юрый Гайдук
Юрій Гайдук | Yury Haiduk
Jury Hajduk | Iurii Gaiduk
Евгений Шевчик | Яўген Шаўчык
Євген Шевчик | Yauhen Shauchyk
Evgeny Shevchik | Yevhen Shevchyk
Анатолий Тихановец | Анатоль Ціхановец
Anatoly Tikhanovets | Anatol Cichanoviec
Андрей Воробьёнок | Андрэй Вараб'ёнак
Андрій Гринько | Андрэй Грынько
Игорь Зуев | Ігар Зуеў
Ігор Зуєв | Ihar Zuyeu
Павел Рябец | Павал Рабец
Павло Рябець | Pavel Riabets
Пётр Куцевич | Пятро Куцэвіч
Петро Куцевич | Piotr Kutsevich
Фёдор Мороз | Хведар Мароз
Федір Мороз | Fyodor Moroz
Геннадий Лис | Генадзь Ліс
Анна Верес | Ганна Верас
Hanna Vieras | Anna Veres
Татьяна Климчук | Таццяна Клімчук
Тетяна Климчук | Tatsiana Klimchuk
Надежда Науменко | Надзея Навуменка
Надія Науменко | Nadezhda Naumenko
Никита Цвирко | Мікіта Цвірка
Тимофей Гринь | Цімафей Грынь
Кирилл Бобрик | Кірыл Бобрык
Кирило Бобрик | Kirill Bobrik
Степан Юшкевич | Сцяпан Юшкевіч
Василий Якубёнок | Васіль Якубёнак
Светлана Вельская | Святлана Вельская
Світлана Вельська | Sviatlana Velskaya
Мария Диброва | Марыя Дзіброва
Марія Діброва | Maryia Dzibrova
Артём Лапко | Арцём Лапко
Артем Лапко | Artsiom Lapko
Константин Сечко | Канстанцін Сечка
Оксана Мисник | Аксана Міснік
Ксения Мисник | Ксенія Міснік
Диана Кот | Diana Kot
Максим Гресь | Maxim Gres
Сям’я Вельскі | Сям'я Вельскі
Ки́ра Но́вик | Кира Новик
Мамин-Лесной | Мамин Лесной
3-я рота | рота 3
Second Patrol Company | patrol company, second
Roman | Раман
Peter Schmidt | Schmidt, Peter
"""

MEET_NOT = """
Ардан Вельскі | Ардан Бельскі
Ардан Вельскі | Ольга Вельскі
Ардан Пятровіч Вельскі | Ардан Іванавіч Вельскі
Ардан Вельскі | Ардан
Ардан Вельскі | Вельская Ольга
Вельскі | Вельская
А. Вельскі | Павел Вельскі
Анна Верес | Яна Верес
Анна Верес | Инна Верес
Алина Верес | Алена Верес
Нина Верес | Инна Верес
Диана Верес | Дана Верес
Алла Верес | Элла Верес
Марина Верес | Мария Верес
Марина Верес | Мирон Верес
Иван Лис | Ян Лис
Георгий Лис | Юрий Лис
Ксения Лис | Оксана Лис
Сергей Лис | Георгий Лис
Александр Лис | Алексей Лис
Александр Лис | Александра Лис
Евгений Лис | Евгения Лис
Виктор Лис | Виктория Лис
Владимир Лис | Владислав Лис
Василий Лис | Васса Лис
Юлия Лис | Ульяна Лис
Роман Лис | Рома Лис
Павел Лис | Полина Лис
Олег Лис | Ольга Лис
Максим Лис | Макар Лис
Кирилл Лис | Кира Лис
Денис Лис | Даниил Лис
Громов | Хромов
Попов | Панов
Жуков | Зуков
Шукин | Сукин
Петров | Петровский
Ковалёв | Коваль
Ковалёв | Ковалёва
Волков | Волкович
Гринько | Гринюк
Тихановец | Цыганок
Бобрик | Бобров
Мороз | Морозов
Савицкий | Савченко
Ермолаев | Ермаков
3-я рота | рота 4
Second Patrol Company | Patrol Company
Ардан Ардан | Ардан
"""


def pairs(table: str) -> list[tuple[str, str]]:
    return [
        (left.strip(), right.strip())
        for left, right in (line.split("|") for line in table.strip().split("\n"))
    ]


def test_the_tables_are_large_enough() -> None:
    assert len(pairs(MEET)) >= 60
    assert len(pairs(MEET_NOT)) >= 40


@pytest.mark.parametrize(("question", "name"), pairs(MEET))
def test_spellings_of_one_name_meet(question: str, name: str) -> None:
    assert meets(parts(question), parts(name))
    assert rank(question, [name]) > 0


@pytest.mark.parametrize(("question", "name"), pairs(MEET_NOT))
def test_other_names_do_not_meet(question: str, name: str) -> None:
    assert not meets(parts(question), parts(name))
    assert rank(question, [name]) == 0


def test_the_same_spelling_ranks_above_another() -> None:
    assert rank("Ардан Вельскі", ["Ардан Вельскі"]) == 1
    assert 0 < rank("Ардан Вельскі", ["Ardan Velski"]) < 1
    assert rank("Diana Kot", ["Диана Кот"]) > rank("Diana Kot", ["Дана Кот"]) > 0
    assert rank("Вельскі", ["Вельскі"]) > rank("Вельскі", ["Ардан Пятровіч Вельскі"])


def test_the_best_of_several_names_counts() -> None:
    assert rank("Вельскі", ["Somebody", "Вельскі"]) == 1
    assert rank("Вельскі", []) == 0


@pytest.mark.parametrize(
    "text", ["", " ", "'", "-", "***", "\u0301", "ь", "12", "q", "Ⅷ", "陳大文", "გიორგი", "😀"]
)
def test_anything_typed_is_a_question(text: str) -> None:
    assert rank(text, ["Ардан Вельскі"]) == 0


@given_that(st.text(max_size=40))
def test_every_name_meets_itself(text: str) -> None:
    read = parts(text)
    assert meets(read, read) is bool(read)


@given_that(
    st.lists(
        st.sampled_from(["Ардан", "Вельскі", "Olha", "Сяргей", "Міхайлаў"]),
        min_size=1,
        max_size=2,
        unique=True,
    )
)
def test_order_does_not_matter(words: list[str]) -> None:
    assert meets(parts(" ".join(words)), parts(" ".join(reversed(words))))
