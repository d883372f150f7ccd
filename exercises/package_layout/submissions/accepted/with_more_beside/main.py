from mypackage.models import User

if __name__ == "__main__":
    print(User(input("name? ")).key)
